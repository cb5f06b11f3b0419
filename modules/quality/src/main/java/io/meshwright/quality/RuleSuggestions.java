package io.meshwright.quality;

import static java.util.stream.Collectors.toCollection;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.not;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Proposes what a contract could promise of rows like those profiled.
 *
 * <p>What is worth proposing is mostly Deequ's to say ({@link DeequAdvice}); that it holds is
 * measured here: every rule about one row is counted on the profiled rows by the predicate that a
 * run would mark them with, all in one job, and one that a single row breaks is dropped. Keys were
 * proved by the profile.
 */
public final class RuleSuggestions {

  /** Beyond this, Spark no longer compiles the aggregates of one pass. */
  private static final int TOGETHER = 200;

  private final Profile profile;
  private final Optional<String> primaryKey;

  private RuleSuggestions(Profile profile) {
    this.profile = profile;
    this.primaryKey = findPrimaryKey(profile);
  }

  /**
   * Proposes fields for the columns of {@code profile} that a table can hold.
   *
   * @param rows the rows that the profile is of, under the same names
   */
  public static Proposal propose(Profile profile, Dataset<Row> rows) {
    return new RuleSuggestions(profile).propose(rows);
  }

  private Proposal propose(Dataset<Row> rows) {
    List<FieldIdeas> ideas =
        profile.columns().stream()
            .filter(column -> column.type().isPresent())
            .map(column -> new FieldIdeas(column, profile.rows(), isPrimaryKey(column)))
            .toList();
    Set<String> broken = broken(ideas, rows);

    List<Field> fields = new ArrayList<>();
    List<Rule> checks = new ArrayList<>();
    Map<String, String> fieldReasons = new LinkedHashMap<>();
    Map<String, String> ruleReasons = new LinkedHashMap<>();
    for (FieldIdeas idea : ideas) {
      List<FieldIdeas.Idea> kept = idea.choose(broken);
      kept.forEach(rule -> ruleReasons.put(rule.rule().name(), rule.reason()));
      fieldReasons.put(idea.column().name(), idea.about());
      fields.add(field(idea.column(), kept.stream().map(FieldIdeas.Idea::rule).toList()));
      completeness(idea.column())
          .ifPresent(
              check -> {
                checks.add(check);
                ruleReasons.put(check.name(), idea.gaps());
              });
    }
    return new Proposal(fields, checks, new ContractWriter.Notes(fieldReasons, ruleReasons));
  }

  /** The names of the rules that a row breaks. */
  private static Set<String> broken(List<FieldIdeas> ideas, Dataset<Row> rows) {
    List<Rule> rules =
        ideas.stream()
            .flatMap(idea -> idea.all().stream())
            .map(FieldIdeas.Idea::rule)
            .filter(rule -> rule.assertion() instanceof Assertion.OnRow)
            .collect(toCollection(ArrayList::new));
    Map<String, FieldType> types = new LinkedHashMap<>();
    ideas.forEach(idea -> types.put(idea.column().name(), idea.column().type().orElseThrow()));
    Set<String> broken = new HashSet<>();
    for (int from = 0; from < rules.size(); from += TOGETHER) {
      List<Rule> some = rules.subList(from, Math.min(rules.size(), from + TOGETHER));
      Column[] counts =
          some.stream()
              .map(rule -> count_if(not(expr(RowPredicate.of(rule, types::get)))))
              .toArray(Column[]::new);
      Row counted = rows.select(counts).head();
      for (int i = 0; i < counts.length; i++) {
        if (counted.getLong(i) > 0) {
          broken.add(some.get(i).name());
        }
      }
    }
    return broken;
  }

  private Field field(ColumnProfile column, List<Rule> rules) {
    return new Field(
        column.name(),
        column.type().orElseThrow(),
        Optional.empty(),
        new Field.Traits(
            isPrimaryKey(column),
            false,
            column.personal().isPresent(),
            column.personal().map(PersonalData::category),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        rules,
        Optional.empty());
  }

  private Optional<Rule> completeness(ColumnProfile column) {
    return new DeequAdvice(column, profile.rows())
        .completeness()
        .map(
            least -> {
              Assertion assertion = new Assertion.Completeness(Optional.of(column.name()), least);
              return Rule.of(Rule.defaultName(assertion), assertion, Severity.ERROR);
            });
  }

  private boolean isPrimaryKey(ColumnProfile column) {
    return primaryKey.equals(Optional.of(column.name()));
  }

  /** Of the columns that could identify a row, the first that is called so, or else the first. */
  private static Optional<String> findPrimaryKey(Profile profile) {
    List<String> keys =
        profile.columns().stream()
            .filter(column -> column.isUnique() && column.filled() == profile.rows())
            .filter(Profiler::isKeyType)
            .filter(column -> column.personal().isEmpty())
            .map(ColumnProfile::name)
            .toList();
    return keys.stream()
        .filter(RuleSuggestions::isCalledKey)
        .findFirst()
        .or(() -> keys.stream().findFirst());
  }

  private static boolean isCalledKey(String name) {
    return name.toLowerCase(Locale.ROOT).matches("(.*[^a-z])?(id|key|uuid|guid|code|no|nr|number)")
        || name.matches(".*[a-z](Id|ID|Key|Uuid|Code|No|Nr|Number)");
  }
}
