package dev.kiln.streams.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** What runs in the process of a controller or broker: formats new storage, then is Kafka. */
final class KafkaNode {

  private KafkaNode() {}

  /**
   * Runs until it is killed.
   *
   * @param args the cluster's id and the file of the node's settings
   */
  public static void main(String[] args) throws IOException {
    ParentWatch.begin();
    Path settings = Path.of(args[1]);
    var properties = new Properties();
    try (var in = Files.newBufferedReader(settings)) {
      properties.load(in);
    }
    if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
      String[] format = {"format", "-t", args[0], "-c", settings.toString()};
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {settings.toString()});
  }
}
