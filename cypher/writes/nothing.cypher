// A change that stays in a transaction which is rolled back; it takes no lock and names nothing.
CREATE ()
