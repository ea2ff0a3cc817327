package dev.kiln.streams.cli;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.storage.BlobStore;
import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerReader;
import dev.kiln.streams.files.SampleData;
import dev.kiln.streams.files.SampleFiles;
import dev.kiln.streams.files.SampleImage;
import dev.kiln.streams.files.SampleName;
import dev.kiln.streams.files.SampleRow;
import dev.kiln.streams.secrets.Secrets;
import dev.kiln.streams.topology.TopicNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./kiln send}: one request to a running app, and where its answer went. */
@Command(
    name = "send",
    description = "Send one request to a running app, wait for the answer, and say where it went.",
    footer = {
      "",
      "Example:",
      "  ./kiln send '{\"generator\":\"digits-ddpm\",\"label\":7}'"
          + " --bootstrap-server localhost:9092 --schema-registry http://localhost:8081"
    },
    sortOptions = false)
final class SendCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(100);

  @Parameters(paramLabel = "REQUEST", description = "The request as JSON.")
  private String request = "";

  @Option(
      names = "--bootstrap-server",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The brokers.")
  private String servers = "";

  @Option(
      names = "--schema-registry",
      required = true,
      paramLabel = "URL",
      description = "The schema registry, which the answer needs.")
  private URI registry = URI.create("");

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "kiln-send",
      description = "The record's key (default: ${DEFAULT-VALUE}).")
  private String key = "";

  @Option(
      names = "--client-config",
      paramLabel = "FILE",
      description = "More properties of the Kafka client, such as its security.")
  private @Nullable Path clientConfig;

  @Option(
      names = "--requests-topic",
      paramLabel = "TOPIC",
      defaultValue = TopicNames.REQUESTS,
      description = "Where requests go (default: ${DEFAULT-VALUE}).")
  private String requestsTopic = "";

  @Option(
      names = "--samples-topic",
      paramLabel = "TOPIC",
      defaultValue = TopicNames.SAMPLES,
      description = "Where samples come (default: ${DEFAULT-VALUE}).")
  private String samplesTopic = "";

  @Option(
      names = "--failures-topic",
      paramLabel = "TOPIC",
      defaultValue = TopicNames.FAILURES,
      description = "Where failures come (default: ${DEFAULT-VALUE}).")
  private String failuresTopic = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the samples as PNG files into this directory.")
  private @Nullable Path out;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the answer (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Mixin private BlobOption blob = new BlobOption();
  @Mixin private RowOption row = new RowOption();
  @Mixin private WatchOption watch = new WatchOption();
  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  private Optional<BlobStore> store = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    store = blob.open();
    try {
      return send(client());
    } finally {
      store.ifPresent(BlobStore::close);
    }
  }

  private int send(Map<String, Object> client) throws InterruptedException {
    try (AnswerReader answers =
            AnswerReader.atEnd(
                client,
                watch.topics(samplesTopic, failuresTopic),
                SchemaRegistryClient.of(registry));
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      long began = System.nanoTime();
      RecordMetadata sent =
          producer
              .send(
                  new ProducerRecord<>(
                      requestsTopic,
                      key.getBytes(StandardCharsets.UTF_8),
                      watch.into(row.into(request)).getBytes(StandardCharsets.UTF_8)))
              .get();
      return await(answers, sent, began);
    } catch (ExecutionException e) {
      throw new CommandFailedException(
          "The request could not be sent to " + servers + ": " + Errors.sentence(e), e);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "Cannot talk to the brokers at " + servers + ": " + Errors.sentence(e), e);
    }
  }

  private int await(AnswerReader answers, RecordMetadata sent, long began) {
    PrintWriter stdout = spec.commandLine().getOut();
    int samples = 0;
    while (System.nanoTime() - began < Duration.ofSeconds(timeoutSeconds).toNanos()) {
      for (Answer answer : answers.poll(POLL)) {
        double millis = (System.nanoTime() - began) / 1e6;
        if (answer instanceof Answer.Preview preview
            && isFor(
                sent,
                preview.value().getOrigin().getPartition(),
                preview.value().getOrigin().getOffset())) {
          WatchOption.tell(stdout, preview, millis, out);
        }
        if (answer instanceof Answer.Failure failure
            && isFor(
                sent,
                failure.value().getOrigin().getPartition(),
                failure.value().getOrigin().getOffset())) {
          stdout.printf("%s%n  at %s%n", failure.value().getMessage(), failure.place());
          stdout.flush();
          throw new CommandFailedException(
              "The request failed with " + failure.value().getCode() + ".");
        }
        if (answer instanceof Answer.Sample sample
            && isFor(
                sent,
                sample.value().getOrigin().getPartition(),
                sample.value().getOrigin().getOffset())) {
          samples++;
          tell(stdout, sample, millis);
          if (samples == sample.value().getCount()) {
            return 0;
          }
        }
      }
    }
    throw new CommandFailedException(
        "No answer within %d s; is an app serving %s?".formatted(timeoutSeconds, requestsTopic));
  }

  private static boolean isFor(RecordMetadata sent, int partition, long offset) {
    return sent.partition() == partition && sent.offset() == offset;
  }

  private void tell(PrintWriter stdout, Answer.Sample answer, double millis) {
    GeneratedSample sample = BlobOption.whole(answer.value(), store);
    stdout.printf(
        "sample %d of %d: %s %s, %s, %d %s, seed %d, after %.0f ms%n  at %s%n",
        sample.getIndex() + 1,
        sample.getCount(),
        sample.getGenerator(),
        sample.getVersion(),
        sample.getSampler(),
        sample.getSteps(),
        sample.getSteps() == 1 ? "step" : "steps",
        sample.getSeed(),
        millis,
        answer.place());
    boolean isHere = !SampleData.isElsewhere(sample) || store.isPresent();
    if (SampleData.isElsewhere(sample)) {
      stdout.printf("  %d bytes in %s%n", sample.getBlobBytes(), sample.getBlob());
    }
    String row = isHere ? SampleRow.text(sample) : null;
    if (row != null) {
      stdout.println("  " + row);
    }
    if (out != null && isHere && SampleImage.isImage(sample)) {
      SampleName name =
          new SampleName(
              sample.getGenerator(),
              sample.getLabel() == null ? null : sample.getLabel().toString(),
              sample.getPrompt(),
              sample.getSeed(),
              sample.getSampler(),
              sample.getSteps(),
              sample.getGuidance(),
              sample.getIndex());
      byte[] png = SampleImage.png(sample, SampleImage.specOf(sample));
      stdout.println("  written to " + new SampleFiles(out).write(name, png));
    }
    stdout.flush();
  }

  private Map<String, Object> client() {
    Properties properties = new Properties();
    if (clientConfig != null) {
      try (Reader reader = Files.newBufferedReader(clientConfig)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new CommandFailedException("Cannot read " + clientConfig + ": " + e.getMessage(), e);
      }
    }
    Map<String, Object> client = new HashMap<>();
    Secrets.remember(properties);
    properties.forEach((name, value) -> client.put(name.toString(), value));
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return client;
  }
}
