package dev.kiln.streams.demo.augment;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.PngDecoder;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.streams.augment.AugmentConfig;
import dev.kiln.streams.augment.Augmentation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Both ends of the augmentation: sends labelled digits, reads what comes out. For one thread. */
final class AugmentedStream implements AutoCloseable {

  static final String GENERATOR = "digits-gan";
  private static final String VARIED_BY = "digits-ddpm";
  private static final String INPUT = "labelled-digits";
  private static final String OUTPUT = "augmented-digits";
  private static final String NOTICES = "augment-notices";
  private static final String LABEL = "label";
  private static final String NUMBER = "number";
  private static final long HOUR = 3_600_000;

  private final String bootstrapServers;
  private final SampleSpec spec;
  private final List<LabelledImage> real = new ArrayList<>();
  private final List<LabelledImage> fromNoise = new ArrayList<>();
  private final List<LabelledImage> variations = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Set<String> numbers = new HashSet<>();
  private @Nullable Consumer<byte[], byte[]> consumer;
  private int doubled;
  private int sent;

  AugmentedStream(String bootstrapServers, SampleSpec spec) {
    this.bootstrapServers = bootstrapServers;
    this.spec = spec;
  }

  /** How the demo's stream is augmented. */
  static AugmentConfig config(int rare, double target) {
    Map<String, String> config = new HashMap<>();
    config.put(AugmentConfig.INPUT, INPUT);
    config.put(AugmentConfig.OUTPUT, OUTPUT);
    config.put(AugmentConfig.NOTICES, NOTICES);
    config.put(AugmentConfig.LABEL, "header:" + LABEL);
    config.put(AugmentConfig.GENERATOR, GENERATOR);
    config.put(AugmentConfig.TARGETS, rare + ":" + target);
    config.put(AugmentConfig.WINDOW, Long.toString(HOUR));
    config.put(AugmentConfig.VARIATIONS, "0.8");
    config.put(AugmentConfig.VARIATION_GENERATOR, VARIED_BY);
    config.put(AugmentConfig.STRENGTH, "0.3");
    return new AugmentConfig(config);
  }

  /** Sends pictures in this order, all with times in one window. */
  void send(List<LabelledImage> images) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("acks", "all");
    long window = System.currentTimeMillis() / HOUR * HOUR;
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (LabelledImage image : images) {
        byte[] png = PngEncoder.encode(image.picture(), spec);
        var record = new ProducerRecord<byte[], byte[]>(INPUT, null, window + sent, null, png);
        record.headers().add(LABEL, bytes(Integer.toString(image.label())));
        record.headers().add(NUMBER, bytes(Integer.toString(sent++)));
        var unused = producer.send(record);
      }
    }
  }

  /** Reads what has come; returns whether anything has. */
  boolean read() {
    Consumer<byte[], byte[]> open = open();
    boolean any = false;
    for (ConsumerRecord<byte[], byte[]> record : open.poll(Duration.ofMillis(200))) {
      any = true;
      if (record.topic().equals(NOTICES)) {
        notices.add(new String(record.value(), StandardCharsets.UTF_8));
        continue;
      }
      var image =
          new LabelledImage(
              PngDecoder.decode("a record of " + OUTPUT, record.value(), spec),
              Integer.parseInt(header(record, LABEL)));
      if (record.headers().lastHeader(Augmentation.SYNTHETIC) != null) {
        boolean isVaried = header(record, Augmentation.GENERATOR).startsWith(VARIED_BY + "/");
        (isVaried ? variations : fromNoise).add(image);
      } else if (numbers.add(header(record, NUMBER))) {
        real.add(image);
      } else {
        doubled++;
      }
    }
    return any;
  }

  private Consumer<byte[], byte[]> open() {
    if (consumer == null) {
      Map<String, Object> settings = new HashMap<>();
      settings.put("bootstrap.servers", bootstrapServers);
      settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : List.of(OUTPUT, NOTICES)) {
        consumer
            .partitionsFor(topic)
            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }
    return consumer;
  }

  /** How long it must be quiet to be over: not long once the rare class has its share. */
  Duration patience(double target, int rare) {
    long of = real.stream().filter(image -> image.label() == rare).count() + synthetic().size();
    double share = of / (double) Math.max(1, real.size() + synthetic().size());
    boolean isThere = real.size() == sent && share > target - 0.003;
    return Duration.ofSeconds(isThere ? 3 : 45);
  }

  List<LabelledImage> real() {
    return real;
  }

  /** All samples, those from noise first. */
  List<LabelledImage> synthetic() {
    List<LabelledImage> all = new ArrayList<>(fromNoise);
    all.addAll(variations);
    return all;
  }

  List<LabelledImage> fromNoise() {
    return fromNoise;
  }

  List<LabelledImage> variations() {
    return variations;
  }

  /** How many real records came out again. */
  int doubled() {
    return doubled;
  }

  List<String> notices() {
    return notices;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = Objects.requireNonNull(record.headers().lastHeader(name), name);
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
