// Lists of goals are filtered and sorted by these.
CREATE INDEX alignment_goal_level IF NOT EXISTS FOR (goal:Goal) ON (goal.level);
CREATE INDEX alignment_goal_status IF NOT EXISTS FOR (goal:Goal) ON (goal.status);
CREATE INDEX alignment_goal_due IF NOT EXISTS FOR (goal:Goal) ON (goal.due);
CREATE FULLTEXT INDEX alignment_goal_text IF NOT EXISTS FOR (goal:Goal) ON EACH [goal.title, goal.description];
