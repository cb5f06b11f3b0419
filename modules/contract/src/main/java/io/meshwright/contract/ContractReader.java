package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code data_product.yaml} into a {@link Contract}.
 *
 * <p>Reading tells every problem of a file at once, each with its place and a way out. A reader
 * keeps nothing between files and may be shared between threads if its {@link SqlSyntax} may.
 */
public final class ContractReader {

  /** The largest file that is read, in bytes. */
  public static final int LARGEST_FILE = 1024 * 1024;

  private final SqlSyntax sql;

  public ContractReader(SqlSyntax sql) {
    this.sql = requireNonNull(sql, "sql");
  }

  /**
   * Reads a contract and the warnings about it.
   *
   * @throws InvalidContractException with everything that is wrong with the contract, or with the
   *     one reason why the file cannot be read
   */
  public LoadedContract read(Path file) {
    return parse(file, text(file), Neighbours.ON_DISK);
  }

  /**
   * Reads a contract, the warnings about it, and where its file says what.
   *
   * @throws InvalidContractException as {@link #read(Path)} does
   */
  public OutlinedContract readWithOutline(Path file) {
    List<Diagnostic> problems = new ArrayList<>();
    Optional<YamlNode> root =
        complete(tree(file, text(file), problems), Optional.of(Neighbours.ON_DISK), problems);
    LoadedContract loaded = loaded(root, problems);
    return new OutlinedContract(
        loaded.contract(), loaded.warnings(), ContractOutline.of(file, root.orElseThrow()));
  }

  /**
   * The text of a file that is as large as contracts are, at most.
   *
   * @throws InvalidContractException with the one reason why the file cannot be read
   */
  public static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw refused(ContractDiagnostics.directory(Place.startOf(file)));
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw refused(ContractDiagnostics.tooLarge(Place.startOf(file), LARGEST_FILE));
      }

      return decode(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw refused(ContractDiagnostics.noFile(Place.startOf(file)));
    } catch (AccessDeniedException e) {
      throw refused(ContractDiagnostics.noPermission(Place.startOf(file)));
    } catch (CharacterCodingException e) {
      throw refused(ContractDiagnostics.notUtf8(Place.startOf(file)));
    } catch (IOException e) {
      throw refused(ContractDiagnostics.unreadable(Place.startOf(file), e));
    }
  }

  /**
   * Reads a contract from text; {@code nameForMessages} stands for the file and is not opened. A
   * contract that names definitions in another file cannot be read so.
   *
   * @throws InvalidContractException with everything that is wrong with the contract
   */
  public LoadedContract parse(Path nameForMessages, String text) {
    return parse(nameForMessages, text, Optional.empty());
  }

  /**
   * Reads a contract from text, and the definitions that it names from {@code neighbours}; {@code
   * file} says where the text is from and is not opened.
   *
   * @throws InvalidContractException with everything that is wrong with the contract
   */
  public LoadedContract parse(Path file, String text, Neighbours neighbours) {
    return parse(file, text, Optional.of(neighbours));
  }

  private LoadedContract parse(Path nameForMessages, String text, Optional<Neighbours> neighbours) {
    requireNonNull(nameForMessages, "nameForMessages");
    if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST_FILE) {
      throw refused(ContractDiagnostics.tooLarge(Place.startOf(nameForMessages), LARGEST_FILE));
    }

    List<Diagnostic> problems = new ArrayList<>();
    return loaded(complete(tree(nameForMessages, text, problems), neighbours, problems), problems);
  }

  private static Optional<YamlNode> tree(Path file, String text, List<Diagnostic> problems) {
    Optional<YamlNode> root = YamlParser.parse(file, text, problems);
    if (root.isEmpty()) {
      problems.add(ContractDiagnostics.emptyFile(Place.startOf(file)));
    }
    return root;
  }

  private Optional<YamlNode> complete(
      Optional<YamlNode> root, Optional<Neighbours> neighbours, List<Diagnostic> problems) {
    return root.map(node -> new Definitions(sql, neighbours, problems).complete(node));
  }

  /**
   * Reads a contract from a tree; problems are told at the places of its nodes.
   *
   * @throws InvalidContractException with everything that is wrong with the contract
   */
  public LoadedContract read(YamlNode root) {
    List<Diagnostic> problems = new ArrayList<>();
    return loaded(complete(Optional.of(root), Optional.empty(), problems), problems);
  }

  private LoadedContract loaded(Optional<YamlNode> root, List<Diagnostic> problems) {
    Optional<Contract> contract = root.flatMap(node -> contract(node, problems));
    List<Diagnostic> told = sorted(problems, root.map(node -> node.place().file()));
    boolean refused = told.stream().anyMatch(problem -> problem.level() == Diagnostic.Level.ERROR);
    if (refused || contract.isEmpty()) {
      throw new InvalidContractException(told);
    }

    return new LoadedContract(contract.get(), told);
  }

  /** The contract's own problems first. What two fields share is told once. */
  private static List<Diagnostic> sorted(List<Diagnostic> problems, Optional<Path> file) {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparing((Diagnostic problem) -> !Optional.of(problem.file()).equals(file))
                .thenComparingInt(Diagnostic::line)
                .thenComparingInt(Diagnostic::column))
        .toList();
  }

  private Optional<Contract> contract(YamlNode root, List<Diagnostic> problems) {
    return Section.of(root, "a contract", ContractKeys.CONTRACT, problems)
        .flatMap(section -> new Reading(sql, section, problems).contract());
  }

  private static InvalidContractException refused(Diagnostic diagnostic) {
    return new InvalidContractException(List.of(diagnostic));
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** The reading of one file. */
  private static final class Reading {

    private final Section contract;
    private final List<Diagnostic> problems;
    private final RuleNames names;
    private final RuleOptions options;

    Reading(SqlSyntax sql, Section contract, List<Diagnostic> problems) {
      this.contract = contract;
      this.problems = problems;
      this.names = new RuleNames(problems);
      this.options = new RuleOptions(sql, names, problems);
    }

    Optional<Contract> contract() {
      Optional<String> name = namePart("name");
      Optional<String> domain = namePart("domain");
      Optional<SemanticVersion> version = contract.requireParsed("version", SemanticVersion::parse);
      Optional<Owner> owner = owner();
      SchemaReader schemaReader = new SchemaReader(options, names, problems);
      Optional<Schema> schema = schemaReader.read(contract);
      KnownFields fields = schemaReader.fields();
      Handling handling = handling(fields);
      Production production = new ProductionReader(fields, schema, problems).read(contract);
      Access access =
          contract
              .section("access", ContractKeys.ACCESS)
              .map(this::access)
              .orElse(Access.OWNER_ONLY);

      QualityCheckReader checkReader = new QualityCheckReader(options, fields, problems);
      Optional<Section> sla = contract.section("sla", ContractKeys.SLA);
      ServiceLevel serviceLevel = sla.map(this::serviceLevel).orElse(ServiceLevel.NONE);
      List<Rule> checks =
          new ArrayList<>(
              sla.map(section -> checkReader.read(section.items("quality_checks")))
                  .orElse(List.of()));
      checks.addAll(checkReader.read(contract.items("quality_checks")));
      schema.ifPresent(
          known -> {
            new ProtectionCheck(known, production.write(), checks, problems)
                .check(schemaReader.protections());
            if (handling.shreds()) {
              new ShreddingCheck(known, handling, production.write(), problems)
                  .check(contract.placeOf("erasure"), schemaReader::placeOf);
            }
          });
      Observability observability =
          contract
              .section("observability", ContractKeys.OBSERVABILITY)
              .map(section -> observability(section, schema))
              .orElse(Observability.NONE);
      List<Release> changelog = changelog();
      Optional<Deprecation> deprecation =
          contract
              .section("deprecation", ContractKeys.DEPRECATION)
              .flatMap(section -> new DeprecationReader(problems).read(section));
      if (domain.isEmpty()
          || name.isEmpty()
          || version.isEmpty()
          || owner.isEmpty()
          || schema.isEmpty()) {
        return Optional.empty();
      }

      return Optional.of(
          new Contract(
              ProductName.of(domain.get(), name.get()),
              version.get(),
              owner.get(),
              contract.value("description"),
              handling,
              schema.get(),
              access,
              serviceLevel,
              checks,
              observability,
              changelog,
              deprecation,
              production));
    }

    private Optional<String> namePart(String key) {
      Optional<Located<String>> part = contract.requireText(key);
      if (part.isPresent() && !ProductName.isPart(part.get().value())) {
        problems.add(ContractDiagnostics.badNamePart(part.get(), key));
        return Optional.empty();
      }

      return part.map(Located::value);
    }

    private Optional<Owner> owner() {
      if (contract.require("owner").isEmpty()) {
        return Optional.empty();
      }

      return contract
          .section("owner", ContractKeys.OWNER)
          .flatMap(
              section -> {
                Optional<Located<String>> team = section.requireText("team");
                Optional<String> contact = section.value("contact");
                Optional<String> slack = section.value("slack");
                return team.map(name -> new Owner(name.value(), contact, slack));
              });
    }

    private Handling handling(KnownFields fields) {
      Optional<Located<String>> subjectKey = contract.text("subject_key");
      subjectKey.ifPresent(field -> fields.requireComparable(field, "subject_key"));
      return new Handling(
          contract.choice("classification", Classification.class),
          contract.choice("data_category", DataCategory.class),
          contract.wholeNumber("retention_days", 1, 36_500).map(Math::toIntExact),
          subjectKey.map(Located::value),
          contract.choice("erasure", Handling.Erasure.class).orElse(Handling.Erasure.DELETE),
          contract.value("purpose"),
          contract.flag("encryption_enabled"),
          contract.flag("audit_logging_enabled"));
    }

    private Access access(Section section) {
      return new Access(
          section.choice("discovery", Classification.class).orElse(Classification.INTERNAL),
          grantees(section, "read"),
          grantees(section, "write"));
    }

    private List<Access.Grantee> grantees(Section section, String key) {
      List<Access.Grantee> grantees = new ArrayList<>();
      for (Section grantee : section.sections(key, ContractKeys.GRANTEE)) {
        List<String> kinds = grantee.present(ContractKeys.GRANTEE);
        if (kinds.size() == 1) {
          Access.Grantee.Kind kind =
              kinds.get(0).equals("role") ? Access.Grantee.Kind.ROLE : Access.Grantee.Kind.DOMAIN;
          grantee
              .requireText(kinds.get(0))
              .ifPresent(name -> grantees.add(new Access.Grantee(kind, name.value())));
        } else {
          problems.add(
              ContractDiagnostics.notOneKind(
                  grantee.place(), "an item of '" + key + "'", kinds, ContractKeys.GRANTEE));
        }
      }
      return grantees;
    }

    private ServiceLevel serviceLevel(Section section) {
      Optional<Section> freshness = section.section("freshness", ContractKeys.SLA_FRESHNESS);
      Optional<Duration> maxAge = freshness.flatMap(part -> part.hours("max_age_hours"));
      Optional<CronSchedule> schedule =
          freshness.flatMap(part -> part.parsed("update_schedule", CronSchedule::new));
      Optional<Section> completeness =
          section.section("completeness", ContractKeys.SLA_COMPLETENESS);
      Optional<BigDecimal> least = completeness.flatMap(part -> part.fraction("min_threshold"));
      if (least.isPresent()) {
        names.takeDefault(
            Contract.SLA_COMPLETENESS, completeness.orElseThrow().placeOf("min_threshold"));
      }
      return new ServiceLevel(section.fraction("availability"), maxAge, schedule, least);
    }

    private Observability observability(Section section, Optional<Schema> schema) {
      List<Observability.Metric> metrics = new ArrayList<>();
      Map<String, Place> places = new HashMap<>();
      for (YamlNode item : section.items("metrics")) {
        metric(item)
            .ifPresent(
                metric -> {
                  metrics.add(metric);
                  schema.ifPresent(known -> requireMeasurable(item, metric, known));
                  Place first = places.putIfAbsent(metric.name(), item.place());
                  if (first != null) {
                    problems.add(
                        ContractDiagnostics.repeatedMetric(item.place(), metric.name(), first));
                  }
                });
      }
      List<Observability.Alert> alerts = new ArrayList<>();
      section
          .sections("alerts", ContractKeys.ALERT)
          .forEach(alert -> alert(alert).ifPresent(alerts::add));
      return new Observability(metrics, alerts);
    }

    private Optional<Observability.Metric> metric(YamlNode item) {
      if (item instanceof YamlNode.Scalar scalar) {
        return Optional.of(new Observability.Metric(scalar.text(), Optional.empty()));
      }

      return Section.of(item, "a metric", ContractKeys.METRIC, problems)
          .flatMap(
              section -> {
                Optional<Located<String>> name = section.requireText("name");
                Optional<String> expression =
                    section
                        .requireText("expression")
                        .flatMap(text -> options.predicate(text, "expression"));
                return name.map(text -> new Observability.Metric(text.value(), expression));
              });
    }

    /** A name alone must say what is measured; a number nobody knows how to take is no metric. */
    private void requireMeasurable(YamlNode item, Observability.Metric metric, Schema schema) {
      Place place = item.place();
      Optional<MetricName> name = MetricName.find(metric.name());
      if (!(item instanceof YamlNode.Scalar)) {
        name.filter(known -> known.kind() != MetricName.Kind.AVG_ORDER_VALUE)
            .ifPresent(
                known -> problems.add(ContractDiagnostics.takenMetric(place, metric.name())));
      } else if (name.isEmpty()) {
        problems.add(ContractDiagnostics.unknownMetric(place, metric.name()));
      } else {
        name.get()
            .findProblem(schema)
            .ifPresent(
                problem ->
                    problems.add(
                        ContractDiagnostics.unmeasurableMetric(place, metric.name(), problem)));
      }
    }

    private Optional<Observability.Alert> alert(Section section) {
      Optional<Located<String>> type = section.requireText("type");
      Optional<Condition> condition = section.requireParsed("condition", Condition::parse);
      Severity severity = section.choice("severity", Severity.class).orElse(Severity.WARNING);
      return type.isPresent() && condition.isPresent()
          ? Optional.of(new Observability.Alert(type.get().value(), condition.get(), severity))
          : Optional.empty();
    }

    private List<Release> changelog() {
      List<Release> releases = new ArrayList<>();
      for (Section section : contract.sections("changelog", ContractKeys.RELEASE)) {
        Optional<SemanticVersion> version =
            section.requireParsed("version", SemanticVersion::parse);
        Optional<LocalDate> date = section.requireDate("date");
        List<String> changes = section.values("changes");
        boolean breaking = section.flag("breaking");
        if (version.isPresent() && date.isPresent()) {
          releases.add(new Release(version.get(), date.get(), changes, breaking));
        }
      }
      return releases;
    }
  }
}
