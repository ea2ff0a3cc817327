package dev.kiln.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.connect.worker.Examples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.connect.components.ConnectPlugin;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every plugin of the archive. */
class PluginsTest {

  private static final String TEMPORARY = System.getProperty("java.io.tmpdir");

  static List<ConnectPlugin> plugins() {
    return Stream.of(
            SourceConnector.class, SinkConnector.class, Transformation.class, Converter.class)
        .flatMap(type -> ServiceLoader.load(type).stream())
        .map(ServiceLoader.Provider::get)
        .map(ConnectPlugin.class::cast)
        .filter(plugin -> plugin.getClass().getName().startsWith("dev.kiln."))
        .toList();
  }

  @Test
  void theManifestsNameAllThatThePageNames() {
    assertThat(
            plugins().stream()
                .map(plugin -> plugin.getClass().getName().replaceFirst("\\$(Key|Value)$", ""))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            ConnectorPage.PLUGINS.stream().map(plugin -> plugin.type().getName()).toList());
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void theVersionIsTheBuilds(ConnectPlugin plugin) {
    assertThat(plugin.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  static List<String> examples() {
    return Examples.connectors().stream().map(file -> file.getFileName().toString()).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesAreValid(String file) throws ReflectiveOperationException {
    Map<String, String> settings = new HashMap<>(Examples.read(Examples.DIRECTORY.resolve(file)));
    settings.computeIfPresent("models", (key, value) -> Models.DIRECTORY.toString());
    settings.computeIfPresent(
        "store", (key, value) -> value.startsWith("dir:") ? "dir:" + TEMPORARY : value);
    settings.computeIfPresent("directory", (key, value) -> TEMPORARY);
    Connector connector =
        Class.forName(settings.get("connector.class"))
            .asSubclass(Connector.class)
            .getDeclaredConstructor()
            .newInstance();

    assertThat(connector.validate(settings).configValues())
        .allSatisfy(value -> assertThat(value.errorMessages()).as(value.name()).isEmpty());
  }
}
