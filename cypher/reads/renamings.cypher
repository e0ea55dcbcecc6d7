// Which keys were given up for which others, oldest first.
MATCH (renaming:Renaming)
WITH renaming ORDER BY renaming.revision
RETURN collect([renaming.label, renaming.old, renaming.new, renaming.revision])
