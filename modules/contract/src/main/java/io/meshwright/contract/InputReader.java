package io.meshwright.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code inputs}: what a product is made from. */
final class InputReader {

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SECRET_KEY =
      Pattern.compile("(?i).*(password|passwd|pwd|secret|token|access\\.?key).*");
  private static final Pattern SECRET_IN_URL =
      Pattern.compile("(?is).*((password|passwd|pwd|secret|token)\\s*=|//[^/]*:[^/]*@).*");

  private final List<Diagnostic> problems;
  private final Map<String, Place> names = new HashMap<>();

  InputReader(List<Diagnostic> problems) {
    this.problems = problems;
  }

  List<Input> read(List<Section> sections) {
    List<Input> inputs = new ArrayList<>();
    sections.forEach(section -> input(section).ifPresent(inputs::add));
    return inputs;
  }

  private Optional<Input> input(Section section) {
    Optional<Located<String>> name = section.requireText("name");
    name.ifPresent(this::takeName);
    List<String> sources = section.present(ContractKeys.SOURCES);
    if (sources.size() != 1) {
      problems.add(
          ContractDiagnostics.notOneKind(
              section.place(), "an input", sources, ContractKeys.SOURCES));
      return Optional.empty();
    }

    Optional<? extends Input.Source> source = source(section, sources.get(0));
    Map<String, Located<String>> declared = section.map("schema");
    if (declared.isEmpty() && source.isPresent() && isTextFile(source.get())) {
      problems.add(ContractDiagnostics.textWithoutSchema(section.placeOf("schema")));
    }
    List<Input.Column> schema = new ArrayList<>();
    declared.forEach(
        (column, text) ->
            section
                .parse(text, FieldType::parse)
                .ifPresent(type -> schema.add(new Input.Column(column, type))));
    Map<String, String> columns = columns(section, declared);
    return name.isPresent() && source.isPresent()
        ? Optional.of(new Input(name.get().value(), source.get(), schema, columns))
        : Optional.empty();
  }

  private static boolean isTextFile(Input.Source source) {
    return source instanceof Input.Files files && files.format().isText();
  }

  private void takeName(Located<String> name) {
    if (!IDENTIFIER.matcher(name.value()).matches()) {
      problems.add(ContractDiagnostics.badInputName(name));
    } else if (name.value().equalsIgnoreCase(Assertion.Query.SELF)) {
      problems.add(ContractDiagnostics.inputNamedSelf(name));
    }
    Place first = names.putIfAbsent(name.value().toLowerCase(Locale.ROOT), name.place());
    if (first != null) {
      problems.add(ContractDiagnostics.repeatedInput(name, first));
    }
  }

  private Map<String, String> columns(Section section, Map<String, Located<String>> schema) {
    Map<String, Located<String>> columns = section.map("columns");
    columns.values().stream()
        .filter(source -> !schema.isEmpty() && !schema.containsKey(source.value()))
        .forEach(
            source -> problems.add(ContractDiagnostics.unknownColumn(source, schema.keySet())));
    return Section.values(columns);
  }

  private Optional<? extends Input.Source> source(Section section, String kind) {
    if (!kind.equals("format")) {
      section
          .present(List.of("path", "options"))
          .forEach(
              key ->
                  problems.add(ContractDiagnostics.onlyForFiles(section.placeOf(key), key, kind)));
    }
    return switch (kind) {
      case "format" -> files(section);
      case "jdbc" ->
          section.require(kind).isEmpty()
              ? Optional.empty()
              : section.section(kind, ContractKeys.JDBC).flatMap(this::jdbc);
      default -> section.requireParsed(kind, ProductReference::parse).map(Input.Product::new);
    };
  }

  private Optional<Input.Source> files(Section section) {
    Optional<Input.FileFormat> format = section.requireChoice("format", Input.FileFormat.class);
    Optional<Located<String>> path = section.requireText("path");
    Map<String, String> options = options(section);
    return format.isPresent() && path.isPresent()
        ? Optional.of(new Input.Files(format.get(), path.get().value(), options))
        : Optional.empty();
  }

  private Optional<Input.Source> jdbc(Section section) {
    Optional<String> url = section.requireText("url").flatMap(this::url);
    Optional<Located<String>> table = section.requireText("table");
    Optional<String> user = section.value("user");
    Optional<SecretReference> password = section.parsed("password", SecretReference::parse);
    Map<String, String> options = options(section);
    return url.isPresent() && table.isPresent()
        ? Optional.of(new Input.Jdbc(url.get(), table.get().value(), user, password, options))
        : Optional.empty();
  }

  private Optional<String> url(Located<String> text) {
    if (SECRET_IN_URL.matcher(text.value()).matches()) {
      problems.add(ContractDiagnostics.secretInUrl(text.place()));
      return Optional.empty();
    }
    if (!text.value().startsWith("jdbc:")) {
      problems.add(ContractDiagnostics.noJdbcUrl(text));
      return Optional.empty();
    }

    return Optional.of(text.value());
  }

  private Map<String, String> options(Section section) {
    Map<String, Located<String>> options = section.map("options");
    options.forEach(
        (key, text) -> {
          if (SECRET_KEY.matcher(key).matches()) {
            problems.add(ContractDiagnostics.secretInOption(text.place(), key));
          }
        });
    return Section.values(options);
  }
}
