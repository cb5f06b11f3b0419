package io.meshwright.pipeline;

import java.util.Locale;

/** The stages of a run, as the user knows them, in order. */
public enum StageName {
  EXTRACT,
  TRANSFORM,
  VALIDATE,
  PUBLISH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
