package io.meshwright.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.meshwright.contract.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which row rules a row breaks, as bits of a few long columns that stand beside it on its way to
 * the table.
 *
 * <p>A bit costs one predicate in an ordinary, code-generated projection. Rows are counted by mask,
 * not by rule: a clean run needs two counters however many rules there are.
 */
final class Marks {

  private static final String COLUMN = "__mesh_broken_";
  private static final int BITS = 63;

  /**
   * One predicate that is marked.
   *
   * @param keeps SQL, true where the row keeps the rule, never null
   * @param keepsOut whether a row that breaks it stays out of the published table
   */
  record Mark(Rule rule, String keeps, boolean keepsOut) {}

  private final List<Mark> marks;

  Marks(List<Mark> marks) {
    this.marks = List.copyOf(marks);
  }

  List<Mark> all() {
    return marks;
  }

  /** Adds the mask columns. */
  Dataset<Row> add(Dataset<Row> rows) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int word = 0; word < words(); word++) {
      columns.put(COLUMN + word, mask(word));
    }
    return columns.isEmpty() ? rows : rows.withColumns(columns);
  }

  /** Takes the mask columns away. */
  Dataset<Row> remove(Dataset<Row> marked) {
    String[] columns = new String[words()];
    for (int word = 0; word < columns.length; word++) {
      columns[word] = COLUMN + word;
    }
    return columns.length == 0 ? marked : marked.drop(columns);
  }

  /** True for rows that stay out of the published table. */
  Column keptOut() {
    return anyOf(true);
  }

  /** True for rows that are published and break a rule all the same. */
  Column flagged() {
    return keptOut().unary_$bang().and(anyOf(false));
  }

  /** True for rows that break this rule. */
  Column broken(Mark mark) {
    int index = marks.indexOf(mark);
    return col(COLUMN + index / BITS).bitwiseAND(lit(1L << (index % BITS))).notEqual(lit(0L));
  }

  /** SQL, true for rows that are published; for Deequ, whose filters are SQL. */
  String keptSql() {
    List<String> words = new ArrayList<>();
    for (int word = 0; word < words(); word++) {
      long bits = bits(word, true);
      if (bits != 0) {
        words.add("(" + COLUMN + word + " & " + bits + "L) = 0L");
      }
    }
    return words.isEmpty() ? "true" : String.join(" AND ", words);
  }

  /** Counts rows by rule: one job over {@code marked}. Rules without a broken row are left out. */
  Map<String, Long> count(Dataset<Row> marked, boolean keptOut) {
    List<Mark> counted = marks.stream().filter(mark -> mark.keepsOut() == keptOut).toList();
    Map<String, Long> violations = new LinkedHashMap<>();
    if (counted.isEmpty()) {
      return violations;
    }

    List<Column> counters = new ArrayList<>();
    for (Mark mark : counted) {
      Column broken = broken(mark);
      counters.add(count_if(keptOut ? broken : keptOut().unary_$bang().and(broken)));
    }
    Row totals =
        marked
            .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
            .head();
    for (int i = 0; i < counted.size(); i++) {
      if (totals.getLong(i) > 0) {
        violations.merge(counted.get(i).rule().name(), totals.getLong(i), Long::sum);
      }
    }
    return violations;
  }

  private Column anyOf(boolean keepsOut) {
    Column any = null;
    for (int word = 0; word < words(); word++) {
      long bits = bits(word, keepsOut);
      if (bits != 0) {
        Column hit = col(COLUMN + word).bitwiseAND(lit(bits)).notEqual(lit(0L));
        any = any == null ? hit : any.or(hit);
      }
    }
    return any == null ? lit(false) : any;
  }

  private long bits(int word, boolean keepsOut) {
    long bits = 0;
    for (int i = word * BITS; i < Math.min(marks.size(), (word + 1) * BITS); i++) {
      if (marks.get(i).keepsOut() == keepsOut) {
        bits |= 1L << (i % BITS);
      }
    }
    return bits;
  }

  private Column mask(int word) {
    List<Column> bits = new ArrayList<>();
    for (int i = word * BITS; i < Math.min(marks.size(), (word + 1) * BITS); i++) {
      bits.add(expr("if(%s, 0L, %dL)".formatted(marks.get(i).keeps(), 1L << (i % BITS))));
    }
    return balanced(bits);
  }

  /**
   * A balanced tree: 63 ORs in a row would nest deeper than the compiler of generated code likes.
   */
  private static Column balanced(List<Column> bits) {
    if (bits.size() == 1) {
      return bits.get(0);
    }

    int half = bits.size() / 2;
    return balanced(bits.subList(0, half)).bitwiseOR(balanced(bits.subList(half, bits.size())));
  }

  private int words() {
    return (marks.size() + BITS - 1) / BITS;
  }
}
