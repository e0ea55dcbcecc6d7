CALL db.index.fulltext.queryNodes('alignment_goal_text', $text) YIELD node AS goal
RETURN collect(goal.key)
