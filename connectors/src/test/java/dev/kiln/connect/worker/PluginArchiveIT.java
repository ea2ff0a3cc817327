package dev.kiln.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class PluginArchiveIT {

  @Test
  void theArchiveHasTheLayoutOfTheHub() throws IOException {
    try (var zip = new ZipFile(PluginArchive.file().toFile())) {
      String top = PluginArchive.file().getFileName().toString().replaceFirst("\\.zip$", "");
      List<String> names = zip.stream().map(ZipEntry::getName).toList();

      assertThat(top).startsWith("kiln-kafka-connect-generation-");
      assertThat(names).allMatch(name -> name.startsWith(top + "/"));
      assertThat(names)
          .contains(
              top + "/manifest.json",
              top + "/assets/logo.png",
              top + "/doc/README.md",
              top + "/doc/LICENSE",
              top + "/etc/connect-distributed.properties");
      try (InputStream manifest = zip.getInputStream(zip.getEntry(top + "/manifest.json"))) {
        var json = new ObjectMapper().readTree(manifest);
        assertThat(top)
            .isEqualTo(
                json.at("/owner/username").asText()
                    + "-"
                    + json.at("/name").asText()
                    + "-"
                    + json.at("/version").asText());
      }
    }
  }

  @Test
  void theArchiveBringsNothingThatTheWorkerHas() throws IOException {
    try (var zip = new ZipFile(PluginArchive.file().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName).filter(name -> name.contains("/lib/")))
          .filteredOn(name -> name.endsWith(".jar"))
          .anyMatch(name -> name.contains("onnxruntime"))
          .anyMatch(name -> name.contains("kiln-generation"))
          .noneMatch(
              name -> name.matches(".*/(kafka|connect|slf4j|log4j|logback|zstd|lz4|snappy).*"));
    }
  }
}
