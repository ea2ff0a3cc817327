package dev.kiln.streams.app;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.kiln.streams.http.HttpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigException;

/** The part of the configuration that is about HTTP and metrics. */
final class HttpOptions {

  static final String HOST = "kiln.http.host";
  static final String PORT = "kiln.http.port";
  static final String TOKEN = "kiln.http.token";
  static final String PAGE = "kiln.http.page";
  static final String JMX = "kiln.metrics.jmx";

  private static final int OFF = -1;

  private HttpOptions() {}

  /** Adds these options. */
  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            PORT,
            ConfigDef.Type.INT,
            8080,
            between(OFF, 65_535),
            MEDIUM,
            "Where page, metrics and health are served: 0 is any port that is free, -1 is none."
                + " Where 8080 is taken and this option is not set, another is taken and told.")
        .define(
            HOST,
            ConfigDef.Type.STRING,
            "127.0.0.1",
            new NonEmptyString(),
            MEDIUM,
            "The address that they are served at. Beyond this machine (0.0.0.0) metrics and health"
                + " are for everybody who reaches the port, and the page for those who have the"
                + " token.")
        .define(
            TOKEN,
            ConfigDef.Type.PASSWORD,
            "",
            MEDIUM,
            "What one has to know to use the page and to read the metrics; empty is nothing, and"
                + " then the page is for this machine alone. --auth sets it too.")
        .define(
            PAGE,
            ConfigDef.Type.BOOLEAN,
            true,
            MEDIUM,
            "Whether the page is served, on which people ask for samples and see them.")
        .define(
            JMX,
            ConfigDef.Type.BOOLEAN,
            true,
            LOW,
            "Whether Kiln's own meters are MBeans too, of the domain dev.kiln.");
  }

  /** Where to listen; empty where not to. */
  static Optional<HttpSettings> settings(AbstractConfig config) {
    int port = config.getInt(PORT);
    if (port == OFF) {
      return Optional.empty();
    }
    String host = config.getString(HOST);
    String token = config.getPassword(TOKEN).value();
    try {
      return Optional.of(
          new HttpSettings(
              InetAddress.getByName(host),
              port,
              !config.originals().containsKey(PORT),
              token.isEmpty() ? null : token));
    } catch (UnknownHostException e) {
      throw new ConfigException(HOST, host, "is not an address of this machine");
    }
  }
}
