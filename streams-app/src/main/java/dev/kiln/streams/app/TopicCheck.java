package dev.kiln.streams.app;

import dev.kiln.streams.topology.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.streams.StreamsConfig;

/** Looks before the start whether brokers and topics are there, and creates topics if told to. */
final class TopicCheck {

  private final KilnConfig config;
  private final Properties streams;

  TopicCheck(KilnConfig config) {
    this.config = config;
    this.streams = config.streams();
  }

  void run() throws StartupException {
    try (Admin admin = Admin.create(adminConfig())) {
      List<String> missing = missing(admin, config.topics());
      if (missing.isEmpty()) {
        return;
      }
      if (!config.createTopics()) {
        throw new StartupException(
            "No topic %s at %s; create it, or set %s=true."
                .formatted(String.join(", ", missing), brokers(), KilnConfig.TOPICS_CREATE));
      }
      create(admin, missing);
    } catch (KafkaException e) {
      throw new StartupException(
          "Cannot reach Kafka at %s: %s.".formatted(brokers(), RootCause.of(e)), e);
    }
  }

  private List<String> missing(Admin admin, TopicNames topics) throws StartupException {
    int timeout = Math.toIntExact(config.startTimeout().toMillis());
    try {
      Set<String> there =
          admin.listTopics(new ListTopicsOptions().timeoutMs(timeout)).names().get();
      return topics.all().stream().filter(topic -> !there.contains(topic)).toList();
    } catch (ExecutionException e) {
      throw new StartupException(
          "No broker answers at %s within %.0f s: %s."
              .formatted(brokers(), timeout / 1e3, RootCause.of(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Interrupted while looking for the brokers.", e);
    }
  }

  private void create(Admin admin, List<String> names) throws StartupException {
    var topics = new ArrayList<NewTopic>();
    for (String name : names) {
      var topic =
          new NewTopic(
              name,
              Optional.of(config.partitions()),
              config.replicationFactor() < 0
                  ? Optional.empty()
                  : Optional.of(config.replicationFactor()));
      topics.add(topic.configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxMessageBytes())));
    }
    for (var created : admin.createTopics(topics).values().entrySet()) {
      try {
        created.getValue().get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        // Two instances that start together both find it missing.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new StartupException(
              "Cannot create the topic %s: %s.".formatted(created.getKey(), RootCause.of(e)), e);
        }
      } catch (java.util.concurrent.TimeoutException e) {
        throw new StartupException(
            "Creating the topic " + created.getKey() + " took more than 30 s.", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartupException("Interrupted while creating topics.", e);
      }
    }
  }

  private String maxMessageBytes() {
    int kafkasDefault = 1024 * 1024 + 12;
    return Integer.toString(Math.max(kafkasDefault, config.maxRecordBytes() + 1024));
  }

  private Map<String, Object> adminConfig() {
    Map<String, Object> admin = new StreamsConfig(streams).getAdminConfigs("kiln-start");
    int timeout = Math.toIntExact(config.startTimeout().toMillis());
    admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
    admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
    return admin;
  }

  private String brokers() {
    return String.valueOf(streams.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }
}
