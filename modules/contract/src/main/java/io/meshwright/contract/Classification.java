package io.meshwright.contract;

/** Who may see data, from everyone in the organization to named people only. */
public enum Classification {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  RESTRICTED
}
