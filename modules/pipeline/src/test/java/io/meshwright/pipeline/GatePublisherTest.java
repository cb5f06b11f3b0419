package io.meshwright.pipeline;

class GatePublisherTest extends PublisherConformance {

  @Override
  String publisher() {
    return "gate";
  }
}
