// title = "Corporate goal that hangs on a single goal, team or person"
// severity = "warning"
// about = "Goal"
// reach = "upstream"
// identity = ["kind", "carrier"]
// message = "All support of “{title}” passes through one {kind}: {carrier_title}"
// since = "0.2.0"
MATCH (goal:Goal)
WHERE goal.level = 'corporate'
  AND coalesce(goal.status, 'active') IN $live
// One way down to a leaf, a goal that nothing supports. Whatever carries the goal alone is on it.
CALL (goal) {
  MATCH (goal)
    ((above WHERE coalesce(above.status, 'active') IN $live)
     <-[down:CONTRIBUTES_TO WHERE NOT coalesce(down.status, 'agreed') IN $refused AND coalesce(down.share, 0) >= 0]-
     (below WHERE coalesce(below.status, 'active') IN $counting))+
    (leaf)
  WITH DISTINCT leaf
  WHERE NOT EXISTS {
    MATCH (leaf)<-[link:CONTRIBUTES_TO]-(source)
    WHERE coalesce(leaf.status, 'active') IN $live
      AND coalesce(source.status, 'active') IN $counting
      AND NOT coalesce(link.status, 'agreed') IN $refused
      AND coalesce(link.share, 0) >= 0
  }
  RETURN leaf LIMIT 1
}
MATCH path = ANY SHORTEST (goal)
  ((above WHERE coalesce(above.status, 'active') IN $live)
   <-[down:CONTRIBUTES_TO WHERE NOT coalesce(down.status, 'agreed') IN $refused AND coalesce(down.share, 0) >= 0]-
   (below WHERE coalesce(below.status, 'active') IN $counting))+
  (leaf)
WITH goal, nodes(path) AS way
// The first place on the way from which another leaf is reached beside it: nothing further down carries all.
CALL (way) {
  UNWIND range(0, size(way) - 2) AS at
  WITH at, way[at] AS fork
  WHERE EXISTS {
    MATCH (fork)
      ((above WHERE coalesce(above.status, 'active') IN $live)
       <-[down:CONTRIBUTES_TO WHERE NOT coalesce(down.status, 'agreed') IN $refused AND coalesce(down.share, 0) >= 0]-
       (below WHERE coalesce(below.status, 'active') IN $counting AND NOT below IN way))+
      (leaf)
    WITH DISTINCT leaf
    WHERE NOT EXISTS {
      MATCH (leaf)<-[link:CONTRIBUTES_TO]-(source)
      WHERE coalesce(leaf.status, 'active') IN $live
        AND coalesce(source.status, 'active') IN $counting
        AND NOT coalesce(link.status, 'agreed') IN $refused
        AND coalesce(link.share, 0) >= 0
    }
  }
  RETURN min(at) AS exit
}
WITH goal, way, coalesce(exit, size(way) - 1) AS last
// Above that place, ways beside it that leave it at one place and come back further down.
CALL (way, last) {
  UNWIND range(0, last - 1) AS at
  WITH at, way[at] AS fork
  MATCH (fork)
    ((above WHERE coalesce(above.status, 'active') IN $live)
     <-[down:CONTRIBUTES_TO WHERE NOT coalesce(down.status, 'agreed') IN $refused AND coalesce(down.share, 0) >= 0]-
     (below WHERE coalesce(below.status, 'active') IN $counting AND NOT below IN way))+
    (beside)
  WITH DISTINCT at, beside
  MATCH (beside)<-[link:CONTRIBUTES_TO]-(onto)
  WHERE onto IN way AND NOT coalesce(link.status, 'agreed') IN $refused AND coalesce(link.share, 0) >= 0
  WITH at, collect(DISTINCT onto) AS joints
  WITH at, [place IN range(size(way) - 1, at + 2, -1) WHERE way[place] IN joints][0] AS back
  WHERE back IS NOT NULL
  RETURN collect({at: at, back: back}) AS detours
}
WITH goal, way,
  [place IN range(1, last) WHERE none(one IN detours WHERE one.at < place AND place < one.back) | way[place]] AS alone
CALL (goal, way, alone) {
  UNWIND alone AS below
  RETURN 'goal' AS kind, below.key AS carrier, below.title AS carrier_title
  UNION ALL
  UNWIND way[1..] AS below
  MATCH (holder)-[:PURSUES|OWNS]->(below)
  WITH goal, holder, sum(CASE WHEN below IN alone THEN 1 ELSE 0 END) > 0 AS certain
  WITH goal, holder, certain, COLLECT { MATCH (holder)-[:PURSUES|OWNS]->(held) RETURN held } AS without
  WHERE certain OR NOT EXISTS {
    MATCH (goal)
      ((above WHERE coalesce(above.status, 'active') IN $live)
       <-[down:CONTRIBUTES_TO WHERE NOT coalesce(down.status, 'agreed') IN $refused AND coalesce(down.share, 0) >= 0]-
       (below WHERE coalesce(below.status, 'active') IN $counting AND NOT below IN without))+
      (leaf)
    WITH DISTINCT leaf
    WHERE NOT EXISTS {
      MATCH (leaf)<-[link:CONTRIBUTES_TO]-(source)
      WHERE coalesce(leaf.status, 'active') IN $live
        AND coalesce(source.status, 'active') IN $counting
        AND NOT coalesce(link.status, 'agreed') IN $refused
        AND coalesce(link.share, 0) >= 0
    }
  }
  // A team or person is named by its key: edits of its name don't reach the goals above.
  RETURN CASE WHEN holder:Team THEN 'team' ELSE 'person' END AS kind, holder.key AS carrier, holder.key AS carrier_title
}
RETURN goal.key AS key, goal.title AS title, kind, carrier, carrier_title
ORDER BY key, kind, carrier
