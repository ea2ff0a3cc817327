package dev.kiln.streams.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerReader;
import dev.kiln.streams.client.AnswerTopics;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The compose files as a person starts them, images built from docker/Dockerfile: {@code mvn verify
 * -Pdocker -pl streams-app -am}. Needs a Docker engine with compose, the ports of the files, and a
 * while for the first build.
 */
@Tag("docker")
class DockerIT {

  private static final Path DOCKER = Path.of("..", "docker");
  private static final Duration BUILD = Duration.ofMinutes(30);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BROKER = "localhost:29092";
  private static final URI REGISTRY = URI.create("http://localhost:8081/apis/ccompat/v7");

  @BeforeAll
  static void thereIsADockerEngine() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "No Docker engine answers here, so the compose files are not run");
  }

  @Test
  void theAppAnswersARequestThroughBrokerAndRegistry() throws Exception {
    try (ComposeContainer compose =
        compose("compose.yaml").waitingFor("app-1", Wait.forHealthcheck())) {
      compose.start();

      assertThat(status("http://localhost:8080/health/ready")).isEqualTo(200);
      assertThat(get("http://localhost:8080/metrics")).contains("kiln_requests_in_flight");
      assertThat(execute(compose, "app-1", "id", "-u")).isEqualTo("10001");
      GeneratedSample sample = sample("{\"generator\":\"digits-gan\",\"label\":7,\"seed\":1}");
      assertThat(sample.getGenerator()).isEqualTo("digits-gan");
      assertThat(sample.getLabel()).isEqualTo(7);
      assertThat(SchemaRegistryClient.of(REGISTRY).subjects()).contains("generated-samples-value");
    }
  }

  @Test
  void aConnectWorkerListsThePlugins() throws Exception {
    try (ComposeContainer compose =
        compose("compose.yaml", "compose.connect.yaml")
            .waitingFor("connect-1", Wait.forHealthcheck())) {
      compose.start();

      assertThat(get("http://localhost:8083/connector-plugins?connectorsOnly=false"))
          .contains(
              "dev.kiln.connect.generator.GeneratorSourceConnector",
              "dev.kiln.connect.prompt.PromptSourceConnector",
              "dev.kiln.connect.files.SampleSinkConnector",
              "dev.kiln.connect.avro.AvroConverter");
      assertThat(execute(compose, "connect-1", "id", "-un")).isEqualTo("appuser");
    }
  }

  @Test
  void prometheusFindsTheAppAndGrafanaHasItsDashboards() throws Exception {
    try (ComposeContainer compose =
        compose("compose.yaml", "compose.observability.yaml")
            .waitingFor("app-1", Wait.forHealthcheck())) {
      compose.start();

      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(get("http://localhost:9090/api/v1/targets"))
                      .contains("\"health\":\"up\""));
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(get("http://localhost:3000/api/search?type=dash-db"))
                      .contains("Kiln"));
    }
  }

  private static ComposeContainer compose(String... files) {
    List<File> all = new ArrayList<>();
    for (String file : files) {
      all.add(DOCKER.resolve(file).toFile());
    }
    return new ComposeContainer(all).withPull(false).withBuild(true).withStartupTimeout(BUILD);
  }

  private static String execute(ComposeContainer compose, String service, String... command)
      throws IOException, InterruptedException {
    ContainerState container = compose.getContainerByServiceName(service).orElseThrow();
    return container.execInContainer(command).getStdout().strip();
  }

  private static GeneratedSample sample(String request) {
    Map<String, Object> client = Map.of("bootstrap.servers", BROKER);
    try (var answers =
            AnswerReader.atEnd(
                client,
                new AnswerTopics("generated-samples", "generation-failures", null),
                SchemaRegistryClient.of(REGISTRY));
        var producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      var unused = producer.send(new ProducerRecord<>("generation-requests", "docker", request));
      producer.flush();
      List<Answer> read = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                read.addAll(answers.poll(Duration.ofMillis(200)));
                return !read.isEmpty();
              });
      assertThat(read.get(0)).isInstanceOf(Answer.Sample.class);
      return ((Answer.Sample) read.get(0)).value();
    }
  }

  private static int status(String url) throws IOException, InterruptedException {
    return ask(url).statusCode();
  }

  private static String get(String url) throws IOException, InterruptedException {
    return ask(url).body();
  }

  private static HttpResponse<String> ask(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
