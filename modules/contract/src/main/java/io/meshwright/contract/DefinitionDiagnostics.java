package io.meshwright.contract;

import java.nio.file.Path;
import java.util.Collection;

/** Every message about definitions that contracts share, in one place to be reviewed as text. */
final class DefinitionDiagnostics {

  private DefinitionDiagnostics() {}

  // Where they are

  static Diagnostic withoutFiles(Place place) {
    return ContractDiagnostics.error(
        place,
        "'definitions' names a file, but this contract was read without the files around it",
        "read the contract from its file, or write its fields out");
  }

  static Diagnostic outside(Located<String> file) {
    return ContractDiagnostics.error(
        file.place(),
        "the definitions %s are outside the domain's folder"
            .formatted(ContractDiagnostics.quoted(file.value())),
        "name a file beside the contract or one folder up, such as ../definitions.yaml");
  }

  static Diagnostic missing(Located<String> file, Path wanted) {
    return ContractDiagnostics.error(
        file.place(),
        "there are no definitions at %s".formatted(ContractDiagnostics.quoted(wanted.toString())),
        "correct the path, which starts at the contract's folder, or create the file");
  }

  static Diagnostic ofOtherDomain(Located<String> theirs, String ours) {
    return ContractDiagnostics.error(
        theirs.place(),
        "the definitions are of domain %s, and the contract is of %s"
            .formatted(
                ContractDiagnostics.quoted(theirs.value()), ContractDiagnostics.quoted(ours)),
        "share fields inside one domain: name definitions of its own in the contract");
  }

  static Diagnostic unused(Place place) {
    return ContractDiagnostics.warning(
        place,
        "no field refers to the definitions",
        "delete the line, or refer to one of them with definition: NAME");
  }

  // What they say

  static Diagnostic empty(Path file) {
    return ContractDiagnostics.error(
        Place.startOf(file), "the file defines nothing", "start with the keys domain and fields");
  }

  static Diagnostic noFields(Place place) {
    return ContractDiagnostics.error(
        place, "the file defines no field", "list at least one with a name and a type");
  }

  static Diagnostic repeated(Located<String> name, Place first) {
    return ContractDiagnostics.error(
        name.place(),
        "%s is already defined on line %d"
            .formatted(ContractDiagnostics.quoted(name.value()), first.line()),
        "rename one of them, or delete it; names ignore case");
  }

  static Diagnostic nested(Place place) {
    return ContractDiagnostics.error(
        place,
        "a definition refers to a definition",
        "write it out; only fields of contracts refer to definitions");
  }

  static Diagnostic ofOneTable(Place place, String key) {
    return ContractDiagnostics.error(
        place,
        "a definition has %s, which is about one table".formatted(ContractDiagnostics.quoted(key)),
        "write it at the contract's field");
  }

  // Who refers to them

  static Diagnostic unknown(Located<String> name, Collection<String> known) {
    return ContractDiagnostics.error(
        name.place(),
        "there is no definition %s".formatted(ContractDiagnostics.quoted(name.value())),
        ContractDiagnostics.didYouMean(name.value(), known, "the definitions are"));
  }

  static Diagnostic notNamed(Place place) {
    return ContractDiagnostics.error(
        place,
        "a field refers to a definition, and the contract names no 'definitions'",
        "add definitions: FILE to the contract, such as ../definitions.yaml");
  }

  static Diagnostic tooMuch(Place place, int mostValues) {
    return ContractDiagnostics.error(
        place,
        "the definitions make the contract larger than %d values".formatted(mostValues),
        "refer to fewer or smaller definitions, or split the product");
  }
}
