package io.meshwright.contract;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every message that reading a contract can produce, in one place to be reviewed as text. */
final class ContractDiagnostics {

  private static final int LONGEST_QUOTE = 80;
  private static final int LONGEST_LIST = 40;

  /** What values say when they refuse a text: Invalid thing 'text': what is expected. */
  private static final Pattern REFUSAL = Pattern.compile("(?s)(.*?'|[^':]*): (.*)");

  private ContractDiagnostics() {}

  // The file

  static Diagnostic noFile(Place place) {
    return error(place, "the file does not exist", "check the path, or create the file");
  }

  static Diagnostic directory(Place place) {
    return error(place, "this is a directory, not a file", "name the data_product.yaml inside it");
  }

  static Diagnostic noPermission(Place place) {
    return error(place, "the file may not be read", "give this user permission to read it");
  }

  static Diagnostic unreadable(Place place, IOException e) {
    return error(
        place,
        "the file cannot be read: " + printable(String.valueOf(e.getMessage())),
        "check the path and the disk it is on");
  }

  static Diagnostic notUtf8(Place place) {
    return error(place, "the file is not UTF-8 text", "save it in the encoding UTF-8");
  }

  static Diagnostic tooLarge(Place place, int mostBytes) {
    return error(
        place,
        "the file is larger than %d KiB".formatted(mostBytes / 1024),
        "a contract is a few hundred lines; check that this is one, or split the product");
  }

  static Diagnostic emptyFile(Place place) {
    return error(
        place,
        "the file has no contract in it",
        "start with the keys name, version, domain, owner and schema");
  }

  // The YAML

  static Diagnostic tab(Place place) {
    return error(
        place, "a tab is used to indent", "indent with spaces; YAML does not allow tabs here");
  }

  static Diagnostic syntax(Place place, String problem) {
    return error(place, "this is no valid YAML: " + printable(problem), syntaxFix(problem));
  }

  private static String syntaxFix(String problem) {
    if (problem.contains("mapping values are not allowed")) {
      return "quote a value that has ': ' in it, and indent a key like its neighbours";
    }
    if (problem.contains("unexpected character")) {
      return "quote a value that starts with * or &";
    }
    if (problem.contains("cannot start any token")) {
      return "quote a value that starts with a special character such as @, ` or %";
    }
    if (problem.contains("end of stream")) {
      return "close the quote or bracket that starts above";
    }
    if (problem.contains("',' or ']'") || problem.contains("',' or '}'")) {
      return "separate the items with commas and close the bracket";
    }

    return "check the indentation and the quotes of this line and the one above it";
  }

  static Diagnostic unprintableCharacter(Place place, int codePoint) {
    return error(
        place,
        "the character U+%04X is not allowed in YAML".formatted(codePoint),
        "delete it, or write it as an escape in double quotes");
  }

  static Diagnostic secondDocument(Place place) {
    return error(
        place,
        "a second YAML document starts here",
        "keep one contract in one file; delete the line ---");
  }

  static Diagnostic nestedTooDeep(Place place, int deepest) {
    return error(
        place,
        "this is nested deeper than %d levels".formatted(deepest),
        "no part of a contract needs that; check the brackets and the indentation");
  }

  static Diagnostic alias(Place place, String name) {
    return error(
        place,
        "the alias *%s is not read".formatted(printable(name)),
        "write the value out, or quote it if it is meant to start with *");
  }

  static Diagnostic tag(Place place, String tag) {
    return error(
        place,
        "the tag %s is not read".formatted(quoted(tag)),
        "delete it, or quote the value if it is meant to start with !");
  }

  static Diagnostic keyIsNoText(Place place, YamlNode key) {
    return error(
        place, "a key is %s".formatted(key.kind()), "write keys as plain text, such as name:");
  }

  static Diagnostic duplicateKey(Place place, String key, Place first) {
    return error(
        place,
        "key %s is already used on line %d".formatted(quoted(key), first.line()),
        "delete one of them, on line %d or %d".formatted(first.line(), place.line()));
  }

  // Keys and shapes

  static Diagnostic unknownKey(Place place, String key, List<String> known) {
    return error(
        place, "unknown key %s".formatted(quoted(key)), didYouMean(key, known, "use one of"));
  }

  static Diagnostic missingKey(Place place, String key) {
    return error(
        place, "%s is missing".formatted(quoted(key)), "add %s with a value".formatted(key + ":"));
  }

  static Diagnostic blank(Place place, String key) {
    return error(place, "%s is blank".formatted(quoted(key)), "give it a value");
  }

  static Diagnostic emptyValue(Place place, String key) {
    return warning(
        place, "%s has no value".formatted(quoted(key)), "give it a value, or delete the line");
  }

  static Diagnostic commentTrap(Place place, String key, String comment) {
    return warning(
        place,
        "%s has no value: what follows the # is a comment".formatted(quoted(key)),
        "quote it: %s: \"%s\"".formatted(key, printable(comment)));
  }

  static Diagnostic requiredValueIsEmpty(Place place, String key) {
    return error(place, "%s has no value".formatted(quoted(key)), "give it a value");
  }

  static Diagnostic requiredValueIsComment(Place place, String key, String comment) {
    Diagnostic trap = commentTrap(place, key, comment);
    return error(place, trap.problem(), trap.fix());
  }

  static Diagnostic wrongShape(YamlNode node, String what, String wanted) {
    return error(
        node.place(), "%s is %s".formatted(what, node.kind()), "write it as %s".formatted(wanted));
  }

  static Diagnostic notOneKind(Place place, String what, List<String> given, List<String> kinds) {
    String problem =
        given.isEmpty()
            ? "%s does not say what it is".formatted(what)
            : "%s is %d things at once: %s".formatted(what, given.size(), list(given));
    return error(place, problem, "give exactly one of %s".formatted(list(kinds)));
  }

  static Diagnostic unknownChoice(Located<String> text, String key, List<String> choices) {
    return error(
        text.place(),
        "%s is no %s".formatted(quoted(text.value()), key),
        didYouMean(text.value(), choices, "use one of"));
  }

  // Values

  /** A problem in the words of the value that refused the text. */
  static Diagnostic refused(Place place, IllegalArgumentException e) {
    String message = printable(e.getMessage());
    Matcher matcher = REFUSAL.matcher(message);
    String problem = matcher.matches() ? matcher.group(1) : message;
    String fix = matcher.matches() ? matcher.group(2) : "see the documentation of this key";
    return error(
        place,
        problem.substring(0, 1).toLowerCase(Locale.ROOT) + problem.substring(1),
        fix.replaceFirst("^expected ", "write "));
  }

  static Diagnostic badNamePart(Located<String> text, String key) {
    return error(
        text.place(),
        "invalid %s %s".formatted(key, quoted(text.value())),
        "use up to 63 lower-case letters, digits and _, starting with a letter");
  }

  static Diagnostic noFlag(Located<String> text, String key) {
    return error(
        text.place(),
        "%s is %s".formatted(quoted(key), quoted(text.value())),
        "write true or false");
  }

  static Diagnostic noFraction(Located<String> text, String key) {
    return error(
        text.place(),
        "%s is %s, which is no part of a whole".formatted(quoted(key), quoted(text.value())),
        "write a percentage from 0% to 100%, such as 99.9%, or a fraction such as 0.999");
  }

  static Diagnostic noNumber(Located<String> text, String key) {
    return error(
        text.place(),
        "%s is %s, which is no number".formatted(quoted(key), quoted(text.value())),
        "write a number such as 0 or 12.5");
  }

  static Diagnostic noWholeNumber(Located<String> text, String key, long least, long most) {
    return error(
        text.place(),
        "%s is %s".formatted(quoted(key), quoted(text.value())),
        most == Long.MAX_VALUE
            ? "write a whole number from %d up".formatted(least)
            : "write a whole number from %d to %d".formatted(least, most));
  }

  static Diagnostic noHours(Located<String> text, String key) {
    return error(
        text.place(),
        "%s is %s, which is no number of hours".formatted(quoted(key), quoted(text.value())),
        "write a number above 0, such as 24 or 0.5");
  }

  static Diagnostic noDate(Located<String> text) {
    return error(
        text.place(),
        "%s is no date".formatted(quoted(text.value())),
        "write year-month-day, such as 2024-01-31");
  }

  static Diagnostic sunsetBeforeAnnouncement(
      Place place, LocalDate announcedOn, LocalDate sunsetOn) {
    return error(
        place,
        "the sunset on %s is before the announcement on %s".formatted(sunsetOn, announcedOn),
        "write the day it ends, at least 30 days after announced_on");
  }

  static Diagnostic badSql(Located<String> text, String key, String reason, String wanted) {
    return error(
        text.place(),
        "%s is no SQL %s: %s".formatted(quoted(key), wanted, printable(reason)),
        wanted.equals("query")
            ? "write one SELECT that gives one number"
            : "write a SQL expression over the fields of the row, such as amount >= 0");
  }

  // Fields

  static Diagnostic noFields(Place place) {
    return error(place, "the schema has no fields", "list at least one with a name and a type");
  }

  static Diagnostic badFieldName(Located<String> name) {
    return error(
        name.place(),
        "field name %s starts or ends with a space, or has a control character"
            .formatted(quoted(name.value())),
        "delete the characters that cannot be seen");
  }

  static Diagnostic repeatedField(Located<String> name, Place first) {
    return error(
        name.place(),
        "field %s is already declared on line %d".formatted(quoted(name.value()), first.line()),
        "rename one of them, or delete it; names ignore case");
  }

  static Diagnostic unknownField(Located<String> name, String user, Collection<String> fields) {
    return error(
        name.place(),
        "%s names %s, which is no field".formatted(user, quoted(name.value())),
        didYouMean(name.value(), fields, "the fields are"));
  }

  static Diagnostic unsuitableField(Located<String> name, String user, FieldType type, String fix) {
    return error(
        name.place(),
        "%s names %s, which is %s".formatted(user, quoted(name.value()), printable("" + type)),
        fix);
  }

  static Diagnostic repeatedName(Located<String> name, String user) {
    return error(
        name.place(),
        "%s names %s twice".formatted(user, quoted(name.value())),
        "delete one of them");
  }

  static Diagnostic relativeLocation(Located<String> text) {
    return error(
        text.place(),
        "location %s is relative".formatted(quoted(text.value())),
        "write an absolute URI or path, such as s3://data-products/sales/orders/");
  }

  static Diagnostic secretInLocation(Place place) {
    return error(
        place,
        "location has a user and a password in it",
        "delete them; credentials come from the environment");
  }

  static Diagnostic onlyPartitions(Place place) {
    return error(
        place,
        "every field is a partition column",
        "partition by fewer fields; a data file needs at least one column");
  }

  static Diagnostic nullableButNotNull(Place place, String field) {
    return error(
        place,
        "field %s is nullable and not null".formatted(quoted(field)),
        "delete 'nullable: true', or what asks for a value: not_null or is_primary_key");
  }

  static Diagnostic notNullableButWeak(Place place, String field) {
    return error(
        place,
        "field %s is not nullable, but its not_null lets nulls in".formatted(quoted(field)),
        "delete 'nullable: false', or let not_null have severity error and no 'where'");
  }

  // Rules

  static Diagnostic unknownConstraint(Place place, String text) {
    return error(
        place,
        "unknown constraint %s".formatted(quoted(text)),
        didYouMean(text, ContractKeys.CONSTRAINT_KINDS, "use one of"));
  }

  static Diagnostic constraintNeedsValue(Place place, String kind) {
    return error(
        place,
        "constraint %s has no value".formatted(quoted(kind)),
        "write it with one, such as '%s'".formatted(constraintExample(kind)));
  }

  private static String constraintExample(String kind) {
    return switch (kind) {
      case "in", "not_in" -> kind + ": [a, b]";
      case "pattern" -> "pattern: '[A-Z]{3}'";
      case "format" -> "format: email";
      case "references" -> "references: sales.customers.id";
      case "expression" -> "expression: amount >= 0";
      default -> kind + ": 1";
    };
  }

  static Diagnostic constraintSwitchedOff(Place place, String kind) {
    return error(
        place,
        "constraint %s is false, which promises nothing".formatted(quoted(kind)),
        "delete it, or write %s: true".formatted(kind));
  }

  static Diagnostic constraintDoesNotFit(Place place, String kind, FieldType type, String needed) {
    return error(
        place,
        "%s needs %s, but the field is %s".formatted(quoted(kind), needed, printable("" + type)),
        "delete it, or change the field's type");
  }

  static Diagnostic literalDoesNotFit(Located<String> text, String kind, FieldType type) {
    return error(
        text.place(),
        "%s of %s does not fit the type %s"
            .formatted(quoted(text.value()), quoted(kind), printable("" + type)),
        "write %s".formatted(Literals.example(type)));
  }

  static Diagnostic emptyChoice(Place place, String kind) {
    return error(
        place, "%s lists no value".formatted(quoted(kind)), "list at least one, or delete it");
  }

  static Diagnostic nullChoice(Place place, String kind) {
    return error(
        place,
        "%s lists a null".formatted(quoted(kind)),
        "delete it; nulls keep this rule, and not_null refuses them; or quote the word");
  }

  static Diagnostic repeatedChoice(Located<String> text, String kind) {
    return error(
        text.place(),
        "%s lists %s twice".formatted(quoted(kind), quoted(text.value())),
        "delete one of them");
  }

  static Diagnostic nothingBetween(Place place, String what, String lower, String upper) {
    return error(
        place,
        "nothing is left between %s and %s of %s"
            .formatted(printable(lower), printable(upper), quoted(what)),
        "lower the minimum or raise the maximum");
  }

  static Diagnostic badPattern(Located<String> text, String reason, int index) {
    String where = index < 0 ? "" : " at position " + (index + 1);
    return error(
        text.place(),
        "pattern %s is no regular expression: %s%s"
            .formatted(quoted(text.value()), printable(reason), where),
        "write a Java regular expression; put \\ before a character that stands for itself");
  }

  static Diagnostic patternTooLong(Place place, int longest) {
    return error(
        place,
        "the pattern is longer than %d characters".formatted(longest),
        "shorten it, or use 'in' for a list of values");
  }

  static Diagnostic badReference(Located<String> text) {
    return error(
        text.place(),
        "invalid reference %s".formatted(quoted(text.value())),
        "write domain.product.field, such as sales.customers.id, or input.field");
  }

  static Diagnostic badRuleName(Located<String> name) {
    return error(
        name.place(),
        "invalid rule name %s".formatted(quoted(name.value())),
        "write a name on one line, such as no_negative_amounts");
  }

  static Diagnostic repeatedRule(Place place, String name, Place first) {
    return error(
        place,
        "rule %s is already declared on %s".formatted(quoted(name), line(first, place)),
        first.equals(place)
            ? "delete its name; a rule of a shared field is then called after the field that uses"
                + " it"
            : "give one of them another name; names ignore case");
  }

  static Diagnostic repeatedDefaultName(Place place, String name, Place first) {
    return error(
        place,
        "rule %s is already declared on %s".formatted(quoted(name), line(first, place)),
        "give this one a name of its own, such as name: %s_2".formatted(printable(name)));
  }

  static Diagnostic toleranceNotAllowed(Place place, String kind) {
    return error(
        place,
        "a rule of kind %s has no tolerance".formatted(quoted(kind)),
        "delete it; only rules about single rows have one");
  }

  static Diagnostic toleranceNeedsError(Place place, Severity severity) {
    return error(
        place,
        "a rule of severity %s has no tolerance"
            .formatted(quoted(severity.name().toLowerCase(Locale.ROOT))),
        "delete it, or write severity: error");
  }

  static Diagnostic badTolerance(Located<String> text) {
    return error(
        text.place(),
        "invalid tolerance %s".formatted(quoted(text.value())),
        "write a whole number of rows, or a percentage from 0% to 100%");
  }

  static Diagnostic scopeNotAllowed(Place place, String key, String kind) {
    return error(
        place,
        "a rule of kind %s has no %s".formatted(quoted(kind), quoted(key)),
        "delete it, and write the condition into the query");
  }

  static Diagnostic allowEmptyWithoutWhere(Place place) {
    return error(
        place,
        "'allow_empty' stands without 'where'",
        "delete it; write.on_empty says what a result without rows means");
  }

  static Diagnostic onlyForQueries(Place place, String key, String kind) {
    return error(
        place,
        "%s has no meaning beside %s".formatted(quoted(key), quoted(kind)),
        "delete it; only a query has one");
  }

  static Diagnostic rowCountWithoutBound(Place place) {
    return error(place, "'row_count' has neither min nor max", "add at least one of them");
  }

  static Diagnostic withoutBound(Place place) {
    return error(place, "the range has neither min nor max", "add at least one of them");
  }

  static Diagnostic unequalLists(Place place, String key, int size, String other, int otherSize) {
    return error(
        place,
        "'%s' lists %d, and '%s' lists %d".formatted(key, size, other, otherSize),
        "name one for each of the other");
  }

  static Diagnostic onlyForQuantiles(Place place, Statistic.Function function) {
    return error(
        place,
        "'at' has no meaning beside function %s".formatted(function),
        "delete it, or write function: quantile");
  }

  static Diagnostic badComparison(Located<String> text) {
    return error(
        text.place(),
        "invalid comparison %s".formatted(quoted(text.value())),
        "write an operator and a field, such as '>= ordered_at'; operators are >, >=, <, <=, == and"
            + " !=");
  }

  static Diagnostic pathLeadsNowhere(Located<String> path, String field, FieldType type) {
    return error(
        path.place(),
        "there is no %s in field %s, which is %s"
            .formatted(quoted(path.value()), quoted(field), type),
        "name members by their names, elements of an array by [], and values of a map by {}");
  }

  static Diagnostic noPathForKind(Place place, String kind) {
    return error(
        place,
        "a constraint of kind %s has no 'path'".formatted(quoted(kind)),
        "delete it; only rules about the value itself look inside a field");
  }

  static Diagnostic emptyFieldList(Place place, String user) {
    return error(place, "%s names no field".formatted(quoted(user)), "list at least one field");
  }

  static Diagnostic repeatedMetric(Place place, String name, Place first) {
    return error(
        place,
        "metric %s is already declared on line %d".formatted(quoted(name), first.line()),
        "delete it, or give it another name");
  }

  static Diagnostic unknownMetric(Place place, String name) {
    return error(
        place,
        "metric %s is not well known, and has no expression".formatted(quoted(name)),
        NearestName.find(name, MetricName.known())
                .map(known -> "did you mean '%s'? Or say".formatted(known))
                .orElse("say")
            + " how it is measured: {name: %s, expression: avg(FIELD)}. Well known are %s"
                .formatted(name, String.join(", ", MetricName.known())));
  }

  static Diagnostic takenMetric(Place place, String name) {
    return error(
        place,
        "metric %s is well known, and needs no expression".formatted(quoted(name)),
        "delete the expression, or give the metric another name");
  }

  static Diagnostic unmeasurableMetric(Place place, String name, String problem) {
    return error(
        place,
        "metric %s cannot be measured: %s".formatted(quoted(name), problem),
        "correct it, or say how it is measured: {name: %s, expression: avg(FIELD)}"
            .formatted(name));
  }

  // Inputs, transform and write

  static Diagnostic badInputName(Located<String> name) {
    return error(
        name.place(),
        "invalid input name %s".formatted(quoted(name.value())),
        "use letters, digits and _, not starting with a digit, as in SQL");
  }

  static Diagnostic inputNamedSelf(Located<String> name) {
    return error(
        name.place(),
        "an input is named %s, which means the product's own rows".formatted(quoted(name.value())),
        "give it another name");
  }

  static Diagnostic repeatedInput(Located<String> name, Place first) {
    return error(
        name.place(),
        "input %s is already declared on line %d".formatted(quoted(name.value()), first.line()),
        "give one of them another name; names ignore case");
  }

  static Diagnostic onlyForFiles(Place place, String key, String kind) {
    return error(
        place,
        "%s has no meaning beside %s".formatted(quoted(key), quoted(kind)),
        "delete it; only an input with a format has one");
  }

  static Diagnostic textWithoutSchema(Place place) {
    return error(
        place,
        "an input of CSV or JSON files has no schema",
        "add schema: {column: type}; guessing would hide a change at the source");
  }

  static Diagnostic unknownColumn(Located<String> column, Collection<String> known) {
    return error(
        column.place(),
        "columns names %s, which the input's schema does not have"
            .formatted(quoted(column.value())),
        didYouMean(column.value(), known, "its columns are"));
  }

  static Diagnostic noJdbcUrl(Located<String> url) {
    return error(
        url.place(),
        "%s is no JDBC URL".formatted(quoted(url.value())),
        "write one such as jdbc:postgresql://host/database");
  }

  static Diagnostic secretInUrl(Place place) {
    return error(
        place,
        "the url has a password in it",
        "delete it and write user: NAME and password: env:NAME or file:PATH");
  }

  static Diagnostic secretInOption(Place place, String key) {
    return error(
        place,
        "option %s holds a secret".formatted(quoted(key)),
        "delete it; a contract names a jdbc password as env:NAME or file:PATH, and other"
            + " credentials come from the environment");
  }

  static Diagnostic badClassName(Located<String> text) {
    return error(
        text.place(),
        "%s is no class name".formatted(quoted(text.value())),
        "write it with its package, such as com.example.SalesOrders");
  }

  static Diagnostic modeNeeds(Place place, Production.Mode mode, String key) {
    return error(
        place,
        "write mode %s has no '%s'".formatted(quoted(mode.toString()), key),
        key.equals("keys")
            ? "add keys: [...] with the fields that identify a row"
            : "add effective_at: with the field that says since when a row holds");
  }

  static Diagnostic modeRefuses(Place place, Production.Mode mode, String key) {
    return error(
        place,
        "'%s' has no meaning in write mode %s".formatted(key, quoted(mode.toString())),
        key.equals("keys")
            ? "delete it, or use mode merge or scd2"
            : "delete it, or use mode scd2");
  }

  static Diagnostic sliceWithoutPartitions(Place place) {
    return error(
        place,
        "write mode 'slice' needs partitions to tell slices apart",
        "add schema.partitioned_by, or use mode full");
  }

  static Diagnostic historyFieldUsed(Located<String> name, String user) {
    return error(
        name.place(),
        "%s names %s, which scd2 fills itself".formatted(user, quoted(name.value())),
        "name a field that the transform gives");
  }

  static Diagnostic historyFieldMissing(Place place, String name, FieldType wanted) {
    return error(
        place,
        "write mode 'scd2' needs a field %s of type %s".formatted(quoted(name), wanted),
        "declare it among schema.fields; the run fills it");
  }

  static Diagnostic historyEndNotNullable(Place place, String name) {
    return error(
        place,
        "write mode 'scd2' needs field %s to be nullable".formatted(quoted(name)),
        "delete its not_null; the current row has no end");
  }

  static Diagnostic protectionDoesNotFit(Place place, ColumnProtection protection, FieldType type) {
    String wanted =
        protection == ColumnProtection.MASK ? "text" : "single values that can be compared";
    return error(
        place,
        "'protect: %s' is for %s, the field is %s"
            .formatted(ContractWriter.word(protection), wanted, type),
        "encrypt it, or drop it");
  }

  static Diagnostic protectedButUsed(
      Place place, String field, ColumnProtection protection, String use, String fix) {
    return error(
        place,
        "Field %s cannot have 'protect: %s': %s"
            .formatted(quoted(field), ContractWriter.word(protection), use),
        fix);
  }

  static Diagnostic shreddingWithoutSubject(Place place) {
    return error(
        place,
        "'erasure: shred' needs to know which person a row is about",
        "add subject_key: the field that names the person, or say erasure: delete");
  }

  static Diagnostic shreddingNothing(Place place) {
    return error(
        place,
        "'erasure: shred' destroys the key of a person's encrypted fields, and no field is"
            + " encrypted",
        "say protect: encrypt where a field is personal, or say erasure: delete");
  }

  static Diagnostic shreddingHistory(Place place) {
    return error(
        place,
        "'erasure: shred' does not go with write mode 'scd2': it compares rows, and no two"
            + " encrypted values are equal",
        "write with another mode, or tokenize the fields and say erasure: delete");
  }

  static Diagnostic shreddingHidesSubject(Place place, String field, ColumnProtection protection) {
    return error(
        place,
        "Field %s cannot have 'protect: %s': it is the subject_key, by which a person's key is found"
            .formatted(quoted(field), ContractWriter.word(protection)),
        "tokenize it, or leave it as it is");
  }

  static Diagnostic outlivesKey(Place place, String field) {
    return error(
        place,
        "Field %s is personal, and its values would outlive the person's key"
            .formatted(quoted(field)),
        "say protect: encrypt or protect: drop; only the subject_key may be read without the key");
  }

  // How to say it

  static Diagnostic error(Place place, String problem, String fix) {
    return diagnostic(place, Diagnostic.Level.ERROR, problem, fix);
  }

  static Diagnostic warning(Place place, String problem, String fix) {
    return diagnostic(place, Diagnostic.Level.WARNING, problem, fix);
  }

  private static Diagnostic diagnostic(
      Place place, Diagnostic.Level level, String problem, String fix) {
    return new Diagnostic(place.file(), place.line(), place.column(), level, problem, fix);
  }

  /** Names the line of another place, and its file if that is another. */
  private static String line(Place other, Place place) {
    return other.file().equals(place.file())
        ? "line " + other.line()
        : "line %d of %s".formatted(other.line(), printable(other.file().toString()));
  }

  static String didYouMean(String name, Collection<String> known, String elseSay) {
    Optional<String> nearest = NearestName.find(name, known);
    String hint = nearest.map(meant -> "did you mean %s? ".formatted(quoted(meant))).orElse("");
    return hint + elseSay + " " + list(known);
  }

  private static String list(Collection<String> names) {
    String all =
        String.join(
            ", ", names.stream().limit(LONGEST_LIST).map(ContractDiagnostics::printable).toList());
    return names.size() <= LONGEST_LIST
        ? all
        : all + " and %d more".formatted(names.size() - LONGEST_LIST);
  }

  static String quoted(String value) {
    return "'" + printable(abbreviated(value)) + "'";
  }

  private static String abbreviated(String value) {
    return value.length() <= LONGEST_QUOTE ? value : value.substring(0, LONGEST_QUOTE) + "...";
  }

  /** On one line, without characters that could disturb a terminal, and not without end. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(10L * LONGEST_QUOTE)
        .forEach(
            character -> {
              if (character == '\n') {
                printable.append("\\n");
              } else if (Character.isISOControl(character)) {
                printable.append("\\u%04x".formatted(character));
              } else {
                printable.appendCodePoint(character);
              }
            });
    return printable.toString();
  }
}
