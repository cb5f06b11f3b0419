package io.meshwright.pipeline;

class CheckpointPublisherTest extends PublisherConformance {

  @Override
  String publisher() {
    return "checkpoint";
  }
}
