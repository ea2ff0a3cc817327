package dev.kiln.streams.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * What runs inside the broker's own process: formats the storage when it is new, then is Kafka.
 * Ends when its standard input ends, so that the broker never outlives whoever started it, however
 * that one died.
 */
final class BrokerProcess {

  private BrokerProcess() {}

  public static void main(String[] args) throws IOException {
    Path settings = Path.of(args[0]);
    endWithParent();
    if (!isFormatted(settings)) {
      String[] format = {
        "format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString(), "--standalone"
      };
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {settings.toString()});
  }

  private static boolean isFormatted(Path settings) throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(settings)) {
      properties.load(in);
    }
    return Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"));
  }

  private static void endWithParent() {
    var watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever written; only the end of the stream means something.
                }
              } catch (IOException e) {
                System.out.println("standard input failed: " + e.getMessage());
              }
              Runtime.getRuntime().halt(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
