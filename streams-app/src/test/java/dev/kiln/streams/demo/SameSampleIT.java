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
import dev.kiln.streams.demo.ColourRule.Hue;
import dev.kiln.streams.files.SampleImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    assertThat(asPrompted(throughKafka)).as("samples as their prompts say").isGreaterThan(9);

    // A fresh engine, as after a restart, and one request at a time.
    try (Engine engine = Engine.open(DemoIT.MODELS)) {
      for (GeneratorCard card : engine.generators()) {
        for (long seed = 1; seed <= 4; seed++) {
          GenerationSpec spec =
              GenerationSpec.of(card.name())
                  .withConditions(conditions(card, seed))
                  .withSeed(seed)
                  .withCount(COUNT);
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

  /** In how many of the twelve samples that were asked for in words the colours are right. */
  private static int asPrompted(Map<Which, GeneratedSample> samples) {
    int right = 0;
    for (GeneratedSample sample : samples.values()) {
      Predicate<FloatTensor> rule =
          sample.getPrompt() == null ? null : PROMPTS.get(sample.getPrompt());
      if (rule != null && rule.test(SampleImage.tensor(sample, SampleImage.specOf(sample)))) {
        right++;
      }
    }
    return right;
  }

  /** What a prompt of four asks for, and how its picture is judged. */
  private static final Map<String, Predicate<FloatTensor>> PROMPTS =
      new TreeMap<>(
          Map.of(
              "a big red circle above a small blue square",
              ColourRule.above(Hue.RED, Hue.BLUE),
              "a big yellow triangle left of a big green cross",
              ColourRule.leftOf(Hue.YELLOW, Hue.GREEN),
              "a big purple square",
              ColourRule.only(Hue.PURPLE),
              "a small blue circle",
              ColourRule.only(Hue.BLUE)));

  /** The label of a number, or the prompt of that number. */
  private static Map<String, String> conditions(GeneratorCard card, long number) {
    if (card.condition("prompt").isPresent()) {
      return Map.of("prompt", List.copyOf(PROMPTS.keySet()).get((int) number - 1));
    }
    return card.condition("label").isPresent() ? Map.of("label", Long.toString(number)) : Map.of();
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
          String condition =
              conditions(card, seed).entrySet().stream()
                  .map(given -> "\"%s\":\"%s\",".formatted(given.getKey(), given.getValue()))
                  .collect(Collectors.joining());
          String json =
              "{\"generator\":\"%s\",%s\"seed\":%d,\"count\":%d,\"encoding\":\"raw\"}"
                  .formatted(card.name(), condition, seed, COUNT);
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
