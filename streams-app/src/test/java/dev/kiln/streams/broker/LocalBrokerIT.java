package dev.kiln.streams.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {

  @Test
  void keepsItsDataOverAKill(@TempDir Path directory) throws Exception {
    List<String> progress = new ArrayList<>();
    try (LocalBroker broker = LocalBroker.start(directory, progress::add)) {
      createTopic(broker, "kept");
      broker.kill();
      broker.restart();
      assertThat(topics(broker)).contains("kept");
    }
    assertThat(progress).hasSize(2).last().asString().startsWith("The broker is up after");
    assertThat(directory.resolve("broker.log")).isNotEmptyFile();
  }

  @Test
  void leavesNeitherAProcessNorADirectoryBehind() {
    Path directory;
    try (LocalBroker broker = LocalBroker.start()) {
      directory = broker.directory();
      assertThat(Files.isDirectory(directory)).isTrue();
    }
    assertThat(directory).doesNotExist();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static void createTopic(LocalBroker broker, String name) throws Exception {
    try (Admin admin = admin(broker)) {
      var topic = new NewTopic(name, Optional.of(1), Optional.empty());
      admin.createTopics(List.of(topic)).all().get(10, TimeUnit.SECONDS);
    }
  }

  private static Iterable<String> topics(LocalBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      return admin.listTopics().names().get(10, TimeUnit.SECONDS);
    }
  }

  private static Admin admin(LocalBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
