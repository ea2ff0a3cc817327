package dev.kiln.streams.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.streams.http.Query;
import dev.kiln.streams.http.Reply;
import dev.kiln.streams.secrets.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts what the page asks for on the requests topic, as JSON under a key and an id of its own.
 * Whether it can be done is for the application to say, on the failures topic. Safe for many
 * threads.
 */
final class Outbox implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SEED = "seed";

  private final String topic;
  private final Producer<byte[], byte[]> producer;

  private Outbox(String topic, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  static Outbox open(Wiring wiring) {
    Map<String, Object> config = new HashMap<>(wiring.producer());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
    return new Outbox(
        wiring.requests(),
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  Reply send(Query query) throws InterruptedException {
    if (!query.header("Content-Type").orElse("").startsWith("application/json")) {
      return Reply.text(415, "A request is application/json.");
    }
    JsonNode parsed;
    try {
      parsed = JSON.readTree(query.body());
    } catch (IOException e) {
      return Reply.text(400, "The request is not JSON.");
    }
    if (!(parsed instanceof ObjectNode request)) {
      return Reply.text(400, "The request is not a JSON object.");
    }
    String id = "page-" + UUID.randomUUID().toString().substring(0, 13);
    request.put("requestId", id);
    readSeed(request);
    try {
      RecordMetadata sent =
          producer
              .send(
                  new ProducerRecord<>(
                      topic, id.getBytes(StandardCharsets.UTF_8), JSON.writeValueAsBytes(request)))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      ObjectNode told = JSON.createObjectNode();
      told.put("requestId", id)
          .put("topic", sent.topic())
          .put("partition", sent.partition())
          .put("offset", sent.offset());
      return Reply.json(202, JSON.writeValueAsBytes(told));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      return Reply.text(
          503, "The request could not be sent: " + Secrets.mask(String.valueOf(why.getMessage())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written", e);
    }
  }

  /** The page has seeds as text, since JavaScript's numbers end at 53 bits. */
  private static void readSeed(ObjectNode request) {
    JsonNode seed = request.get(SEED);
    if (seed != null && seed.isTextual()) {
      try {
        request.put(SEED, Long.parseLong(seed.textValue()));
      } catch (NumberFormatException e) {
        return; // The application says what is wrong with it.
      }
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
