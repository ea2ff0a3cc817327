package dev.kiln.streams.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.operations.Operations;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can be known of docker/ without a Docker engine: that it names paths, ports, options and
 * probes that there are, pins what comes from elsewhere, and runs as nobody special.
 */
class DeploymentTest {

  private static final Path DOCKER = Path.of("..", "docker");
  private static final Path ROOT = Path.of("..");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String PORT =
      String.valueOf(KilnConfig.DEFINITION.defaultValues().get(KilnConfig.HTTP_PORT));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compose.yaml",
        "compose.connect.yaml",
        "compose.observability.yaml",
        "compose.gpu.yaml"
      })
  void composeFilesNameWhatThereIs(String file) throws IOException {
    JsonNode compose = YAML.readTree(DOCKER.resolve(file).toFile());
    String dockerfile = Files.readString(DOCKER.resolve("Dockerfile"));
    for (JsonNode service : compose.path("services")) {
      JsonNode build = service.path("build");
      if (build.has("target")) {
        assertThat(dockerfile).contains(" AS " + build.path("target").asText() + "\n");
      } else {
        assertThat(service.path("image").asText())
            .as("pinned")
            .matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+");
      }
      service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
      for (JsonNode volume : service.path("volumes")) {
        String host = volume.asText().replaceAll("\\$\\{\\w+:-([^}]+)}", "$1").split(":", -1)[0];
        if (host.startsWith(".")) {
          assertThat(DOCKER.resolve(host)).exists();
        } else {
          assertThat(compose.path("volumes").has(host)).as(host).isTrue();
        }
      }
    }
  }

  @Test
  void theAppsPortIsTheSameEverywhere() throws IOException {
    JsonNode app = YAML.readTree(DOCKER.resolve("compose.yaml").toFile()).at("/services/app");
    assertThat(app.at("/ports/0").asText()).endsWith(":" + PORT);
    assertThat(Files.readString(DOCKER.resolve("Dockerfile"))).contains("EXPOSE " + PORT + "\n");
    assertThat(Files.readString(DOCKER.resolve("observability/prometheus.yml")))
        .contains("app:" + PORT)
        .contains("metrics_path: " + Operations.METRICS);
    JsonNode container = container();
    assertThat(container.at("/ports/0/containerPort").asText()).isEqualTo(PORT);
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo(Operations.LIVE);
    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo(Operations.LIVE);
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo(Operations.READY);
  }

  @Test
  void theImagesAreBuiltFromWhatThereIsAndRunAsNobodySpecial() throws IOException {
    String text = Files.readString(DOCKER.resolve("Dockerfile"));
    for (MatchResult copy : all("(?m)^COPY (?:--chown=\\S+ )?([^-.]\\S+) ", text)) {
      assertThat(ROOT.resolve(copy.group(1))).exists();
    }
    List<String> stages = List.of(text.split("(?m)^FROM ", -1));
    assertThat(stages).hasSize(5);
    for (String stage : stages.subList(2, stages.size())) {
      assertThat(stage).containsPattern("(?m)^USER (10001|appuser)$");
      assertThat(stage).containsPattern("(?m)^ENTRYPOINT \\[");
    }
    assertThat(text).as("pinned").doesNotContain(":latest");
    assertThat(all("(?m)^FROM (\\S+) ", text))
        .extracting(from -> from.group(1))
        .allMatch(image -> image.matches(".+:.*\\d+.*"));
    assertThat(text).contains("healthcheck.sh\", \"" + Operations.READY + "\"");
  }

  @Test
  void theExampleIsAConfigurationThatTheAppTakes() throws IOException {
    assertThat(config(Files.readString(DOCKER.resolve("app.properties.example"))).topics())
        .isNotNull();
    StringBuilder mounted = new StringBuilder();
    for (JsonNode document : kubernetes()) {
      mounted.append(document.at("/data/app.properties").asText(""));
    }
    assertThat(config(mounted.toString()).models()).isEqualTo(Path.of("/opt/kiln/models"));
    assertThat(container().path("args").toString())
        .contains("\"--set\",\"group.instance.id=$(POD_NAME)\"");
  }

  @Test
  void theClusterGivesAndTakesPodsByAMetricThatThereIs() throws IOException {
    List<String> kinds = new ArrayList<>();
    for (JsonNode document : kubernetes()) {
      kinds.add(document.path("kind").asText());
      if (document.path("kind").asText().equals("HorizontalPodAutoscaler")) {
        assertThat(Files.readString(ROOT.resolve("docs/metrics.md")))
            .contains("`" + document.at("/spec/metrics/0/pods/metric/name").asText() + "`");
      }
    }
    assertThat(kinds)
        .containsExactly(
            "ConfigMap",
            "Service",
            "StatefulSet",
            "PodDisruptionBudget",
            "HorizontalPodAutoscaler");
  }

  @Test
  void theShellScriptIsOne() throws Exception {
    Process bash =
        new ProcessBuilder("bash", "-n", DOCKER.resolve("healthcheck.sh").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(bash.waitFor()).isZero();
  }

  private static KilnConfig config(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> all = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> all.put(n, properties.getProperty(n)));
    return new KilnConfig(all);
  }

  private static JsonNode container() throws IOException {
    for (JsonNode document : kubernetes()) {
      if (document.path("kind").asText().equals("StatefulSet")) {
        assertThat(document.at("/spec/template/spec/securityContext/runAsNonRoot").asBoolean())
            .isTrue();
        return document.at("/spec/template/spec/containers/0");
      }
    }
    throw new AssertionError("there is no StatefulSet");
  }

  private static List<JsonNode> kubernetes() throws IOException {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class)
            .readValues(DOCKER.resolve("kubernetes/kiln.yaml").toFile())) {
      return documents.readAll();
    }
  }

  private static List<MatchResult> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }
}
