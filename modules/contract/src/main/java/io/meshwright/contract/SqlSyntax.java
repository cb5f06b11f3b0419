package io.meshwright.contract;

import java.util.Optional;
import java.util.Set;

/**
 * Reads SQL without running it. The port lets contracts be checked without knowing an engine; the
 * pipeline's adapter is Spark's own parser.
 */
public interface SqlSyntax {

  /** Accepts everything and finds no tables: for places where no parser is at hand. */
  SqlSyntax UNCHECKED =
      new SqlSyntax() {
        @Override
        public Optional<String> findPredicateProblem(String predicate) {
          return Optional.empty();
        }

        @Override
        public Optional<String> findQueryProblem(String query) {
          return Optional.empty();
        }

        @Override
        public Set<String> tablesOf(String query) {
          return Set.of();
        }
      };

  /** What is wrong with a predicate over one row, in one line; empty if it can be parsed. */
  Optional<String> findPredicateProblem(String predicate);

  /**
   * What is wrong with a read-only query, in one line; empty if it can be parsed and only reads.
   */
  Optional<String> findQueryProblem(String query);

  /** The names of the tables that a query reads, without its own common table expressions. */
  Set<String> tablesOf(String query);
}
