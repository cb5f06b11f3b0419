package io.meshwright.pipeline;

import org.junit.jupiter.api.Test;

class CheckpointPublisherTest extends PublisherConformance {

  @Override
  String publisher() {
    return "checkpoint";
  }

  @Override
  @Test
  void replacesOnlyTheSliceOfItsDay() {
    assumeOtherWriteModesAsked();
    super.replacesOnlyTheSliceOfItsDay();
  }

  @Override
  @Test
  void addsRowsButNoKeyTwice() {
    assumeOtherWriteModesAsked();
    super.addsRowsButNoKeyTwice();
  }

  @Override
  @Test
  void mergesByKey() {
    assumeOtherWriteModesAsked();
    super.mergesByKey();
  }

  private static void assumeOtherWriteModesAsked() {
    FullTests.assumeAsked("GatePublisherTest asks for every write mode");
  }
}
