CREATE VIEW events AS WITH "t2" AS (
  SELECT
    "t1"."source",
    "t1"."day",
    "t1"."first",
    "t1"."second",
    "t1"."root",
    "t1"."same",
    "t1"."mirrors",
    SUM(CAST("t1"."forward" AS BIGINT)) AS "ahead",
    SUM(CAST(NOT (
      "t1"."forward"
    ) AS BIGINT)) AS "back"
  FROM (
    SELECT
      "t0"."source",
      "t0"."report",
      "t0"."day",
      "t0"."actor",
      "t0"."target",
      "t0"."code",
      "t0"."root",
      "t0"."mirror",
      "t0"."added",
      "t0"."mentions",
      "t0"."text",
      "t0"."load",
      "t0"."file_row",
      "t0"."mirror" IS NOT NULL AS "mirrors",
      CASE
        WHEN (
          "t0"."mirror" IS NOT NULL
        ) AND (
          "t0"."mirror" < "t0"."code"
        )
        THEN "t0"."mirror"
        ELSE "t0"."code"
      END AS "same",
      CASE
        WHEN (
          "t0"."mirror" IS NOT NULL
        ) AND (
          "t0"."mirror" = "t0"."code"
        )
        THEN LEAST("t0"."actor", "t0"."target")
        WHEN (
          "t0"."mirror" IS NOT NULL
        ) AND (
          "t0"."mirror" < "t0"."code"
        )
        THEN "t0"."target"
        ELSE "t0"."actor"
      END AS "first",
      CASE
        WHEN (
          "t0"."mirror" IS NOT NULL
        ) AND (
          "t0"."mirror" = "t0"."code"
        )
        THEN GREATEST("t0"."actor", "t0"."target")
        WHEN (
          "t0"."mirror" IS NOT NULL
        ) AND (
          "t0"."mirror" < "t0"."code"
        )
        THEN "t0"."actor"
        ELSE "t0"."target"
      END AS "second",
      CASE
        WHEN (
          "t0"."mirror" IS NOT NULL
        ) AND (
          "t0"."mirror" = "t0"."code"
        )
        THEN "t0"."actor" = LEAST("t0"."actor", "t0"."target")
        ELSE NOT (
          (
            "t0"."mirror" IS NOT NULL
          ) AND (
            "t0"."mirror" < "t0"."code"
          )
        )
      END AS "forward"
    FROM "reports" AS "t0"
  ) AS "t1"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
)
SELECT
  "t9"."source",
  "t9"."day",
  "t9"."actor",
  "t9"."target",
  "t9"."root",
  "t9"."mutual",
  CASE
    WHEN "t9"."root" = '01'
    THEN 'statement'
    WHEN "t9"."root" = '02'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '03'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '04'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '05'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '06'
    THEN 'material cooperation'
    WHEN "t9"."root" = '07'
    THEN 'material cooperation'
    WHEN "t9"."root" = '08'
    THEN 'material cooperation'
    WHEN "t9"."root" = '09'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '10'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '11'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '12'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '13'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '14'
    THEN 'material conflict'
    WHEN "t9"."root" = '15'
    THEN 'material conflict'
    WHEN "t9"."root" = '16'
    THEN 'material conflict'
    WHEN "t9"."root" = '17'
    THEN 'material conflict'
    WHEN "t9"."root" = '18'
    THEN 'material conflict'
    WHEN "t9"."root" = '19'
    THEN 'material conflict'
    WHEN "t9"."root" = '20'
    THEN 'material conflict'
    ELSE NULL
  END AS "quad_keds",
  CASE
    WHEN "t9"."root" = '01'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '02'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '03'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '04'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '05'
    THEN 'verbal cooperation'
    WHEN "t9"."root" = '06'
    THEN 'material cooperation'
    WHEN "t9"."root" = '07'
    THEN 'material cooperation'
    WHEN "t9"."root" = '08'
    THEN 'material cooperation'
    WHEN "t9"."root" = '09'
    THEN 'material cooperation'
    WHEN "t9"."root" = '10'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '11'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '12'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '13'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '14'
    THEN 'verbal conflict'
    WHEN "t9"."root" = '15'
    THEN 'material conflict'
    WHEN "t9"."root" = '16'
    THEN 'material conflict'
    WHEN "t9"."root" = '17'
    THEN 'material conflict'
    WHEN "t9"."root" = '18'
    THEN 'material conflict'
    WHEN "t9"."root" = '19'
    THEN 'material conflict'
    WHEN "t9"."root" = '20'
    THEN 'material conflict'
    ELSE NULL
  END AS "quad_gdelt",
  "t9"."codes",
  "t9"."reports",
  "t9"."mirrored"
FROM (
  SELECT
    "t8"."source",
    "t8"."day",
    "t8"."actor",
    "t8"."target",
    "t8"."root",
    "t8"."mutual",
    COUNT(*) AS "codes",
    CAST(SUM("t8"."reports") AS INT) AS "reports",
    CAST(SUM("t8"."mirrored") AS INT) AS "mirrored"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."source",
        "t3"."day",
        "t3"."root",
        "t3"."same",
        "t3"."second" AS "actor",
        "t3"."first" AS "target",
        FALSE AS "mutual",
        "t3"."back" AS "reports",
        0 AS "mirrored"
      FROM "t2" AS "t3"
      WHERE
        NOT (
          "t3"."mirrors" AND (
            "t3"."ahead" > 0
          ) AND (
            "t3"."back" > 0
          )
        )
        AND "t3"."back" > 0
    ) AS "t5"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t3"."source",
          "t3"."day",
          "t3"."root",
          "t3"."same",
          LEAST("t3"."first", "t3"."second") AS "actor",
          GREATEST("t3"."first", "t3"."second") AS "target",
          TRUE AS "mutual",
          "t3"."ahead" + "t3"."back" AS "reports",
          LEAST("t3"."ahead", "t3"."back") AS "mirrored"
        FROM "t2" AS "t3"
        WHERE
          "t3"."mirrors" AND "t3"."ahead" > 0 AND "t3"."back" > 0
      ) AS "t4"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t3"."source",
          "t3"."day",
          "t3"."root",
          "t3"."same",
          "t3"."first" AS "actor",
          "t3"."second" AS "target",
          FALSE AS "mutual",
          "t3"."ahead" AS "reports",
          0 AS "mirrored"
        FROM "t2" AS "t3"
        WHERE
          NOT (
            "t3"."mirrors" AND (
              "t3"."ahead" > 0
            ) AND (
              "t3"."back" > 0
            )
          )
          AND "t3"."ahead" > 0
      ) AS "t6"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
) AS "t9"
