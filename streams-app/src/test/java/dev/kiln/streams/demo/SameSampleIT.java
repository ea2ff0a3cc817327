package dev.kiln.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerReader;
import dev.kiln.streams.files.SampleImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same seed makes the same sample, whichever way the request comes. */
@Timeout(180)
class SameSampleIT {

  private static final int COUNT = 3;
  private static final float TOLERANCE = 1e-5f;

  /** A sample of one request. */
  private record Which(String generator, long seed, int index) {}

  @Test
  void throughKafkaAmongOthersAsAloneWithoutKafka() throws Exception {
    Map<Which, GeneratedSample> throughKafka = throughKafka();

    // A fresh engine, as after a restart, and one request at a time.
    try (Engine engine = Engine.open(DemoIT.MODELS)) {
      for (GeneratorCard card : engine.generators()) {
        for (long seed = 1; seed <= 4; seed++) {
          GenerationSpec spec = GenerationSpec.of(card.name()).withSeed(seed).withCount(COUNT);
          if (card.condition("label").isPresent()) {
            spec = spec.withLabel((int) seed);
          }
          Outcome outcome = engine.submit(spec).outcome().get();

          assertThat(outcome).isInstanceOf(Outcome.Generated.class);
          Outcome.Generated alone = (Outcome.Generated) outcome;
          for (int i = 0; i < COUNT; i++) {
            GeneratedSample sample = throughKafka.get(new Which(card.name(), seed, i));
            assertThat(sample).isNotNull();
            FloatTensor tensor = SampleImage.tensor(sample, card.sample());
            assertThat(tensor.values())
                .containsExactly(alone.samples().get(i).values(), within(TOLERANCE));
          }
        }
      }
    }
  }

  /** All requests at once, so that their rows share network calls. */
  private static Map<Which, GeneratedSample> throughKafka() throws Exception {
    Map<Which, GeneratedSample> samples = new HashMap<>();
    try (Engine engine = Engine.open(DemoIT.MODELS);
        DemoCluster cluster = DemoCluster.start(engine, line -> {});
        AnswerReader answers = cluster.answers();
        Producer<byte[], byte[]> producer = cluster.producer()) {
      for (GeneratorCard card : engine.generators()) {
        for (long seed = 1; seed <= 4; seed++) {
          String json =
              "{\"generator\":\"%s\",\"label\":%s,\"seed\":%d,\"count\":%d,\"encoding\":\"raw\"}"
                  .formatted(
                      card.name(),
                      card.condition("label").isPresent() ? String.valueOf(seed) : "null",
                      seed,
                      COUNT);
          producer
              .send(
                  new ProducerRecord<>(
                      cluster.requestsTopic(),
                      json.getBytes(StandardCharsets.UTF_8),
                      json.getBytes(StandardCharsets.UTF_8)))
              .get();
        }
      }
      int expected = engine.generators().size() * 4 * COUNT;
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                answers.poll(Duration.ofMillis(100)).forEach(answer -> keep(samples, answer));
                return samples.size() >= expected;
              });
    }
    return samples;
  }

  private static void keep(Map<Which, GeneratedSample> samples, Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Sample.class);
    GeneratedSample sample = ((Answer.Sample) answer).value();
    samples.put(new Which(sample.getGenerator(), sample.getSeed(), sample.getIndex()), sample);
  }
}
