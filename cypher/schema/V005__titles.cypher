// Goals of one title are found by what their titles share.
CREATE INDEX alignment_goal_plain_title IF NOT EXISTS FOR (goal:Goal) ON (goal.plain_title);
