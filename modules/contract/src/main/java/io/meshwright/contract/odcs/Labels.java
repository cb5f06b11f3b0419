package io.meshwright.contract.odcs;

/** What parts of a document are called, whatever the document itself calls them. */
final class Labels {

  /** What became part of several contracts. */
  static final String SHARED = "shared";

  private static final String RULE = "rule ";

  private Labels() {}

  static String rule(String product, String name) {
    return RULE + product + "/" + name;
  }

  static String product(String product) {
    return "product " + product;
  }

  static String field(String field) {
    return "field " + field;
  }

  static String sla(String property, String product) {
    return "sla " + property + "@" + product;
  }

  static String server(String product) {
    return "server " + product;
  }

  /** A role and a domain may have the same name. */
  static String role(String kind, String name, String access) {
    return kind + " " + name + "@" + access;
  }

  static String support(String tool) {
    return "support " + tool;
  }

  static String custom(String property) {
    return "custom " + property;
  }
}
