package io.meshwright.benchmark;

/** Which keys are checked beside the rules about rows and columns. */
enum Extent {
  ROWS("rows"),
  UNIQUE_KEY("+ unique key"),
  FOREIGN_KEY("+ foreign key");

  private final String title;

  Extent(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
