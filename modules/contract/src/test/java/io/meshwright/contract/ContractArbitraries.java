package io.meshwright.contract;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Valid contracts, every part and kind of rule among them, with texts that try the quoting. */
public final class ContractArbitraries {

  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "#sales",
          "a #b",
          "a: b",
          "'",
          "\"",
          "\\",
          "yes",
          "No",
          "null",
          "~",
          "1e3",
          "0x1F",
          "2024-01-01",
          " leading",
          "trailing ",
          "two\nlines\n",
          "tab\there",
          "\r\n",
          "- item",
          "? key",
          "*alias",
          "&anchor",
          "!tag",
          "%directive",
          "@at",
          "`tick",
          "{a: b}",
          "[a]",
          "---",
          "...",
          "| block",
          "\u00e9\u4e2d\ud83d\ude00",
          "\u0007\u0085\u00a0\u2028\ufeff");

  private ContractArbitraries() {}

  public static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(NASTY),
        Arbitraries.strings().ofMaxLength(12).filter(ContractArbitraries::hasNoLoneSurrogate),
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20));
  }

  private static Arbitrary<String> someText() {
    return texts().filter(text -> !text.isBlank());
  }

  private static Arbitrary<String> oneLine() {
    return someText()
        .map(text -> text.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "").strip())
        .filter(text -> !text.isBlank());
  }

  private static boolean hasNoLoneSurrogate(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  static Arbitrary<String> words() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
  }

  static Arbitrary<ProductName> productNames() {
    return Combinators.combine(words(), words()).as(ProductName::of);
  }

  static Arbitrary<SemanticVersion> versions() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 999_999_999);
    return Combinators.combine(
            numbers, numbers, numbers, Arbitraries.of("rc.1", "alpha-2").optional())
        .as(SemanticVersion::new);
  }

  static Arbitrary<BigDecimal> fractions() {
    return Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.ONE).ofScale(5);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(1, 3_000_000_000_000_000L).map(Duration::ofNanos);
  }

  public static Arbitrary<FieldType> types() {
    Arbitrary<FieldType> flat = flatTypes();
    return Arbitraries.lazyOf(
        () -> flat,
        () -> flat,
        () -> types().map(FieldType.Array::new),
        () -> Combinators.combine(flat, types()).as(FieldType.Map::new),
        () ->
            Combinators.combine(oneLine(), types())
                .as(FieldType.Struct.Member::new)
                .list()
                .uniqueElements(member -> member.name().toLowerCase(Locale.ROOT))
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(FieldType.Struct::new));
  }

  private static Arbitrary<FieldType> flatTypes() {
    Arbitrary<FieldType> decimals =
        Arbitraries.integers()
            .between(1, 38)
            .flatMap(
                precision ->
                    Arbitraries.integers()
                        .between(0, precision)
                        .map(scale -> new FieldType.Decimal(precision, scale)));
    Arbitrary<FieldType> bounded =
        Combinators.combine(Arbitraries.of(true, false), Arbitraries.integers().between(1, 9999))
            .as(FieldType.Text::new);
    return Arbitraries.oneOf(
        Arbitraries.of(FieldType.Atomic.values()).map(FieldType.class::cast), decimals, bounded);
  }

  public static Arbitrary<Contract> contracts() {
    return schemas()
        .flatMap(
            schema ->
                Combinators.combine(
                        Combinators.combine(productNames(), versions(), owners(), handlings())
                            .as(Head::new),
                        texts().optional(),
                        accesses(),
                        serviceLevels(),
                        qualityChecks(schema),
                        observabilities(),
                        Combinators.combine(
                                releases().list().ofMaxSize(2), deprecations().optional())
                            .as(History::new),
                        productions(schema))
                    .as(
                        (head, description, access, level, checks, watch, history, production) ->
                            new Contract(
                                head.name(),
                                head.version(),
                                head.owner(),
                                description,
                                head.handling(),
                                schema,
                                access,
                                level,
                                checks,
                                watch,
                                history.changelog(),
                                history.deprecation(),
                                production)));
  }

  private record Head(ProductName name, SemanticVersion version, Owner owner, Handling handling) {}

  private record History(List<Release> changelog, Optional<Deprecation> deprecation) {}

  private static Arbitrary<Owner> owners() {
    return Combinators.combine(someText(), texts().optional(), texts().optional()).as(Owner::new);
  }

  private static Arbitrary<Handling> handlings() {
    return Combinators.combine(
            Arbitraries.of(Classification.values()).optional(),
            Arbitraries.of(DataCategory.values()).optional(),
            Arbitraries.integers().between(1, 36_500).optional(),
            Arbitraries.just("key").optional(),
            Arbitraries.just(Handling.Erasure.DELETE),
            texts().optional(),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Handling::new);
  }

  /** A key, a day and a note that checks can name, then fields of any type with rules that fit. */
  private static Arbitrary<Schema> schemas() {
    Arbitrary<List<Field>> others =
        Combinators.combine(
                types(),
                texts().optional(),
                traits(),
                Arbitraries.integers().between(0, 63),
                oneLine())
            .as(ContractArbitraries::fieldParts)
            .list()
            .ofMaxSize(4)
            .map(ContractArbitraries::named);
    return Combinators.combine(
            others,
            Arbitraries.of(Schema.Format.values()),
            someText()
                .map(
                    text ->
                        "s3://bucket/" + text.replaceAll("[@\\n\\r\\u0085\\u2028\\u2029]", "_")),
            Arbitraries.of(List.<String>of(), List.of("day")))
        .as(
            (fields, format, location, partitions) -> {
              List<Field> all = new ArrayList<>();
              all.add(plain("key", FieldType.Atomic.LONG));
              all.add(plain("day", FieldType.Atomic.DATE));
              all.addAll(fields);
              all.add(plain("valid_from", FieldType.Atomic.TIMESTAMP));
              all.add(plain("valid_to", FieldType.Atomic.TIMESTAMP));
              all.add(plain("is_current", FieldType.Atomic.BOOLEAN));
              return new Schema(format, location, partitions, all);
            });
  }

  private static Field plain(String name, FieldType type) {
    return new Field(name, type, Optional.empty(), Field.Traits.NONE, List.of(), Optional.empty());
  }

  private static Field fieldParts(
      FieldType type, Optional<String> description, Field.Traits traits, int kinds, String text) {
    boolean key = traits.primaryKey() && type.isComparable();
    List<Rule> rules = rules(text, type, kinds, text);
    boolean generated = generated(kinds, text).isPresent();
    boolean lookedUp =
        key || rules.stream().anyMatch(rule -> rule.assertion() instanceof Assertion.Unique);
    Field.Traits fitting =
        new Field.Traits(
            key,
            traits.deprecated(),
            traits.pii(),
            traits.piiCategory(),
            traits.classification(),
            traits
                .protection()
                .filter(protection -> !generated && mayHave(protection, type, lookedUp)),
            traits.examples());
    return new Field(text, type, description, fitting, rules, generated(kinds, text));
  }

  /** What the reader would refuse is not in a contract: a secret key, a mask over a number. */
  private static boolean mayHave(ColumnProtection protection, FieldType type, boolean lookedUp) {
    boolean fits =
        switch (protection) {
          case ENCRYPT, DROP -> true;
          case TOKENIZE -> type.isComparable();
          case MASK -> type.isText();
        };
    return fits && (protection == ColumnProtection.TOKENIZE || !lookedUp);
  }

  private static Optional<String> generated(int kinds, String text) {
    return Optional.of(text).filter(expression -> kinds % 5 == 0);
  }

  /** Makes names distinct, letter case aside, and rules named for their fields. */
  private static List<Field> named(List<Field> fields) {
    List<Field> named = new ArrayList<>();
    for (Field field : fields) {
      String name = "f" + named.size() + " " + field.name();
      named.add(
          new Field(
              name,
              field.type(),
              field.description(),
              field.traits(),
              field.rules().stream().map(rule -> renamed(rule, name, field)).toList(),
              field.generatedAs()));
    }
    return named;
  }

  private static Rule renamed(Rule rule, String name, Field field) {
    List<Rule> again =
        rules(name, field.type(), 63, field.name()).stream()
            .filter(other -> other.assertion().kind().equals(rule.assertion().kind()))
            .toList();
    return again.get(0);
  }

  /** Rules of the kinds whose bit is set, as far as they fit the type. */
  private static List<Rule> rules(String field, FieldType type, int kinds, String text) {
    List<Rule> rules = new ArrayList<>();
    if ((kinds & 1) != 0) {
      rules.add(plainRule(new Assertion.NotNull(field)));
    }
    if ((kinds & 2) != 0 && type.isComparable()) {
      rules.add(
          new Rule(
              field + " distinct #1",
              new Assertion.Unique(List.of(field)),
              Severity.CRITICAL,
              Amount.none(),
              Rule.Scope.EVERY_ROW,
              List.of(text, "yes")));
      rules.add(plainRule(Assertion.References.of(field, RowSource.parse("a.b"), text)));
    }
    if ((kinds & 4) != 0 && type == FieldType.Atomic.DOUBLE) {
      rules.add(plainRule(new Assertion.Bound(field, Assertion.Limit.MIN, "-1.50")));
      rules.add(plainRule(new Assertion.Bound(field, Assertion.Limit.EXCLUSIVE_MIN, "-2")));
      rules.add(plainRule(new Assertion.Bound(field, Assertion.Limit.MAX, "1e3")));
      rules.add(plainRule(new Assertion.Bound(field, Assertion.Limit.EXCLUSIVE_MAX, "2E3")));
    }
    if ((kinds & 8) != 0 && type == FieldType.Atomic.STRING) {
      rules.add(
          plainRule(new Assertion.OneOf(field, Stream.of(text, "no", "null").distinct().toList())));
      rules.add(
          plainRule(
              new Assertion.NoneOf(field, Stream.of("", text + "1", "1").distinct().toList())));
      rules.add(plainRule(new Assertion.Bound(field, Assertion.Limit.MIN, text)));
    }
    if ((kinds & 16) != 0 && type.isText()) {
      rules.add(plainRule(new Assertion.Matches(field, "[a-z]+ #\\d \"'")));
      rules.add(plainRule(new Assertion.Length(field, Assertion.Limit.MIN, 0)));
      rules.add(plainRule(new Assertion.Length(field, Assertion.Limit.MAX, 7)));
      rules.add(plainRule(new Assertion.HasFormat(field, ValueFormat.Named.IPV6)));
    }
    if ((kinds & 32) != 0) {
      rules.add(
          new Rule(
              field + " holds",
              new Assertion.Expression(text),
              Severity.ERROR,
              new Amount.Share(new BigDecimal("0.001")),
              new Rule.Scope(Optional.of(text), true),
              List.of()));
    }
    return rules;
  }

  private static Rule plainRule(Assertion assertion) {
    return Rule.of(Rule.defaultName(assertion), assertion, Severity.ERROR);
  }

  private static Arbitrary<Field.Traits> traits() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            texts().optional(),
            Arbitraries.of(Classification.values()).optional(),
            Arbitraries.of(ColumnProtection.values()).optional(),
            texts().list().ofMaxSize(2))
        .as(Field.Traits::new);
  }

  private static Arbitrary<Access> accesses() {
    Arbitrary<Access.Grantee> grantees =
        Combinators.combine(Arbitraries.of(Access.Grantee.Kind.values()), someText())
            .as(Access.Grantee::new);
    return Combinators.combine(
            Arbitraries.of(Classification.values()),
            grantees.list().uniqueElements().ofMaxSize(2),
            grantees.list().uniqueElements().ofMaxSize(2))
        .as(Access::new);
  }

  private static Arbitrary<ServiceLevel> serviceLevels() {
    return Combinators.combine(
            fractions().optional(),
            durations().optional(),
            Arbitraries.of("0 2 * * *", "*/5 1-3 1,15 jan sun").map(CronSchedule::new).optional(),
            fractions().optional())
        .as(ServiceLevel::new);
  }

  private static Arbitrary<List<Rule>> qualityChecks(Schema schema) {
    return Combinators.combine(oneOfEachCheck(schema), Arbitraries.of(Severity.values()), oneLine())
        .as(
            (assertion, severity, name) ->
                new Rule(
                    name, assertion, severity, Amount.none(), Rule.Scope.EVERY_ROW, List.of(name)))
        .list()
        .ofMaxSize(4)
        .map(ContractArbitraries::distinctNames);
  }

  private static List<Rule> distinctNames(List<Rule> rules) {
    List<Rule> distinct = new ArrayList<>();
    for (Rule rule : rules) {
      distinct.add(
          new Rule(
              "check" + distinct.size() + " " + rule.name(),
              rule.assertion(),
              rule.severity(),
              rule.tolerance(),
              rule.scope(),
              rule.tags()));
    }
    return distinct;
  }

  private static Arbitrary<Assertion> oneOfEachCheck(Schema schema) {
    Arbitrary<String> fields = Arbitraries.of(schema.fields()).map(Field::name);
    return Arbitraries.oneOf(
        Combinators.combine(
                someText(),
                Arbitraries.bigDecimals().between(new BigDecimal(-99), new BigDecimal(99)),
                Arbitraries.maps(words(), words()).ofMaxSize(2))
            .as(Assertion.Query::new),
        Arbitraries.longs()
            .between(0, 999_999)
            .map(min -> new Assertion.RowCount(Optional.of(min), Optional.of(min + 1))),
        Arbitraries.just(new Assertion.Unique(List.of("key", "day"))),
        Combinators.combine(fields.optional(), fractions()).as(Assertion.Completeness::new),
        durations().map(age -> new Assertion.Freshness("day", age)),
        someText().map(Assertion.Expression::new),
        acrossRows(),
        statistics());
  }

  private static Arbitrary<Assertion> acrossRows() {
    return Arbitraries.oneOf(
        rowSources()
            .map(to -> new Assertion.References(List.of("key", "day"), to, List.of("a", "b c"))),
        Arbitraries.just(new Assertion.FunctionalDependency("key", List.of("day"))),
        Arbitraries.of(Assertion.Order.values())
            .map(order -> new Assertion.Monotonic("day", order, List.of("key"), List.of("key"))),
        Arbitraries.of(Assertion.Order.values())
            .map(order -> new Assertion.Monotonic("day", order, List.of("key"), List.of())));
  }

  private static Arbitrary<Assertion> statistics() {
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of(Statistic.KeyMeasure.values()), fractions())
            .as(ContractArbitraries::keyStatistic),
        Combinators.combine(rowSources(), Arbitraries.of("0", "3", "0.5%").map(Amount::parse))
            .as(Statistic.RowCountMatch::new),
        Arbitraries.of(List.<String>of(), List.of("key"))
            .map(within -> new Statistic.GapFree("day", within)),
        Combinators.combine(Arbitraries.of(Statistic.SetRelation.values()), rowSources())
            .as((relation, of) -> new Statistic.ValueSet("key", relation, of, "c d")),
        fractions().map(max -> new Statistic.Distribution("key", Statistic.Distance.PSI, max)));
  }

  private static Assertion keyStatistic(Statistic.KeyMeasure measure, BigDecimal fraction) {
    boolean counts = measure == Statistic.KeyMeasure.DISTINCT_COUNT;
    Range range =
        new Range(Optional.empty(), Optional.of(counts ? new BigDecimal("12") : fraction));
    return new Statistic.KeyStatistic(measure, List.of("key", "day"), range);
  }

  private static Arbitrary<RowSource> rowSources() {
    return Arbitraries.of("sales.orders", "orders").map(RowSource::parse);
  }

  private static Arbitrary<Observability> observabilities() {
    Arbitrary<Observability.Metric> metrics =
        Arbitraries.oneOf(
            Combinators.combine(oneLine(), someText().map(Optional::of))
                .as(Observability.Metric::new),
            Arbitraries.of("row_count", "completeness", "null_rate", "schema_drift")
                .map(name -> new Observability.Metric(name, Optional.empty())));
    Arbitrary<Condition> conditions =
        Arbitraries.of("age_hours > 26", "row_count_change >= 50%", "failed", "a.b != -0.5")
            .map(Condition::parse);
    Arbitrary<Observability.Alert> alerts =
        Combinators.combine(someText(), conditions, Arbitraries.of(Severity.values()))
            .as(Observability.Alert::new);
    return Combinators.combine(
            metrics.list().ofMaxSize(3).uniqueElements(Observability.Metric::name),
            alerts.list().ofMaxSize(2))
        .as(Observability::new);
  }

  private static Arbitrary<Release> releases() {
    return Combinators.combine(
            versions(),
            Arbitraries.integers().between(0, 30_000).map(LocalDate::ofEpochDay),
            texts().list().ofMaxSize(2),
            Arbitraries.of(true, false))
        .as(Release::new);
  }

  private static Arbitrary<Deprecation> deprecations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 30_000).map(LocalDate::ofEpochDay),
            Arbitraries.integers().between(0, 400),
            Combinators.combine(productNames(), Arbitraries.of("^2", "*").map(VersionRange::parse))
                .as(ProductReference::new)
                .optional(),
            someText().optional())
        .as(
            (announced, days, replacement, guide) ->
                new Deprecation(announced, announced.plusDays(days), replacement, guide));
  }

  private static Arbitrary<Production> productions(Schema schema) {
    Arbitrary<Production.Transform> transforms =
        Arbitraries.oneOf(
            someText().map(Production.SqlFile::new),
            Arbitraries.just(new Production.JavaClass("com.example.Orders$Daily")));
    return Combinators.combine(inputs().list().ofMaxSize(3), transforms.optional(), writes(schema))
        .as((inputs, transform, write) -> new Production(distinct(inputs), transform, write));
  }

  private static List<Input> distinct(List<Input> inputs) {
    Set<String> names = new HashSet<>();
    return inputs.stream().filter(input -> names.add(input.name())).toList();
  }

  private static Arbitrary<Production.Write> writes(Schema schema) {
    List<Production.Write> writes = new ArrayList<>();
    for (Production.OnEmpty onEmpty : Production.OnEmpty.values()) {
      writes.add(write(Production.Mode.FULL, List.of(), Optional.empty(), onEmpty));
      writes.add(write(Production.Mode.APPEND, List.of(), Optional.empty(), onEmpty));
      writes.add(write(Production.Mode.MERGE, List.of("key", "day"), Optional.empty(), onEmpty));
      writes.add(write(Production.Mode.SCD2, List.of("key"), Optional.of("day"), onEmpty));
      if (!schema.partitionedBy().isEmpty()) {
        writes.add(write(Production.Mode.SLICE, List.of(), Optional.empty(), onEmpty));
      }
    }
    return Arbitraries.of(writes);
  }

  private static Production.Write write(
      Production.Mode mode,
      List<String> keys,
      Optional<String> effectiveAt,
      Production.OnEmpty onEmpty) {
    return new Production.Write(mode, keys, effectiveAt, onEmpty);
  }

  private static Arbitrary<Input> inputs() {
    Arbitrary<Map<String, String>> options =
        Arbitraries.maps(Arbitraries.of("header", "sep #", "yes", "null", "a: b"), texts())
            .ofMaxSize(2);
    Arbitrary<Input.Source> sources =
        Arbitraries.oneOf(
            Combinators.combine(Arbitraries.of(Input.FileFormat.values()), someText(), options)
                .as(Input.Files::new),
            Combinators.combine(
                    someText(),
                    texts().optional(),
                    Arbitraries.of("env:PASSWORD", "file:/run/secrets/a b")
                        .map(SecretReference::parse)
                        .optional(),
                    options)
                .as(
                    (table, user, password, more) ->
                        new Input.Jdbc(
                            "jdbc:postgresql://db/crm?a=b#c", table, user, password, more)),
            Combinators.combine(productNames(), Arbitraries.of("^2", "~2.1", "2.1.0-rc.1", "*"))
                .as(
                    (name, range) ->
                        new Input.Product(new ProductReference(name, VersionRange.parse(range)))));
    return Combinators.combine(words().map(word -> "in_" + word), sources, types())
        .as(
            (name, source, type) -> {
              Map<String, String> columns = new LinkedHashMap<>();
              columns.put("yes", "source: #1");
              return new Input(
                  name, source, List.of(new Input.Column("source: #1", type)), columns);
            });
  }
}
