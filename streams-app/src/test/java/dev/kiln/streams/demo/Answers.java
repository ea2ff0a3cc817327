package dev.kiln.streams.demo;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.Origin;
import dev.kiln.schemas.avro.Timings;
import java.nio.ByteBuffer;
import java.util.List;

/** Answers as the app would write them. */
final class Answers {

  private static final Origin ORIGIN = new Origin("generation-requests", 0, 0L, 0L);

  private Answers() {}

  static GeneratedSample sample(int index, int count) {
    return GeneratedSample.newBuilder()
        .setRequestId("generation-requests-0-0")
        .setGenerator("tiny-ddpm")
        .setVersion("1")
        .setHash("0".repeat(64))
        .setIndex(index)
        .setCount(count)
        .setSeed(1)
        .setSampler("ddim")
        .setSteps(10)
        .setEncoding("raw")
        .setDtype("float32")
        .setShape(List.of(1, 4, 4))
        .setData(ByteBuffer.allocate(64))
        .setTimings(new Timings(1L, 2L, 3L, 6L))
        .setNetworkCalls(10)
        .setOrigin(ORIGIN)
        .build();
  }

  static GenerationFailure failure(FailureCode code, String sentence) {
    return GenerationFailure.newBuilder()
        .setRequestId("generation-requests-0-0")
        .setCode(code.name())
        .setMessage(sentence)
        .setOrigin(ORIGIN)
        .build();
  }
}
