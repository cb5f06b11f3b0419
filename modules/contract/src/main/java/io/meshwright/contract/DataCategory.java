package io.meshwright.contract;

/** What data is kept for; a governance policy says for how long each category may be. */
public enum DataCategory {
  OPERATIONAL,
  ANALYTICAL,
  LOG
}
