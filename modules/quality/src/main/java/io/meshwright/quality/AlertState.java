package io.meshwright.quality;

import java.util.Locale;

/** What an alert's condition came to; later ones weigh more where several columns disagree. */
public enum AlertState {
  /** The condition does not hold. */
  OK,
  /** There is too little history to tell. */
  LEARNING,
  /** What the condition is about was not measured: nobody knows whether it holds. */
  NOT_MEASURABLE,
  /** The condition holds: somebody is to be told. */
  FIRES;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
