package dev.kiln.bench.rig;

import dev.kiln.bench.net.BenchModels;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One request record: number n asks with seed n, under a key of its own, and carries n in a header
 * that comes back with the answer.
 *
 * @param steps sampling steps
 */
public record Ask(int steps) {

  /** The header that holds a request's number. */
  static final String NUMBER = "bench-number";

  ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable Integer partition, int schemaId, int number) {
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setGenerator(BenchModels.NAME)
            .setSteps(steps)
            .setSeed((long) number)
            .build();
    byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    var record = new ProducerRecord<>(topic, partition, key, WireFormat.encode(schemaId, request));
    record.headers().add(NUMBER, key);
    return record;
  }
}
