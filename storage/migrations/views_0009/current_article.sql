-- Every article as its publisher shows it now and as we believe it now; one row an article.
--
-- article_id: the article
-- source_id: its source
-- state: live, or gone (404 or 410 on two days)
-- url: where it was fetched last by its own address
-- number: the version's number, from 1
-- version_id: the version row
-- content_id: what it says
-- headline: NULL where none was found
-- authors: JSON list of names
-- published_at: UTC; NULL where unknown
-- published_precision: year, month, day or minute
-- published_basis: where the date was read; inferred is the weakest
-- modified_at: as the publisher says
-- language: ISO 639-1
-- word_count: words between white space
-- first_seen_at: the first capture
-- last_seen_at: the newest capture
-- day: of the publication, where unknown of the first capture (YYYY-MM-DD)
-- month: the same (YYYY-MM)
-- text: paragraphs parted by one line feed
SELECT a.id AS article_id, a.source_id, a.state, a.canonical_url AS url, v.number,
       v.id AS version_id, v.content_id, c.headline, c.authors, c.published_at,
       c.published_precision, c.published_basis, c.modified_at, c.language, c.word_count,
       a.first_seen_at, a.last_seen_at,
       @day(coalesce(c.published_at, a.first_seen_at)) AS day,
       @month(coalesce(c.published_at, a.first_seen_at)) AS month,
       c.text
  FROM article a
  JOIN article_version v
    ON v.article_id = a.id AND v.observed_to IS NULL AND v.superseded_at IS NULL
  LEFT JOIN content c ON c.id = v.content_id
 WHERE a.state <> 'erased'
