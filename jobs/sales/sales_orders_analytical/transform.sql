-- One row for each order: who placed it, in which customer segment, and how many products it has.
-- An order of a customer we do not know keeps its row, so that referential_integrity can see it.
SELECT
  o.order_id,
  o.customer_id,
  o.order_date,
  o.total_amount,
  o.status,
  c.segment AS customer_segment,
  CAST(COALESCE(l.product_count, 0) AS INT) AS product_count
FROM orders AS o
LEFT JOIN customers AS c
  ON o.customer_id = c.id
LEFT JOIN (
  SELECT order_id, COUNT(*) AS product_count
  FROM order_lines
  GROUP BY order_id
) AS l
  ON o.order_id = l.order_id
