package dev.kiln.streams.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The server.properties of a broker that is alone: both KRaft roles, loopback only, every internal
 * topic with one replica, and short waits.
 *
 * @param data where its logs go
 * @param port the port for clients
 * @param controllerPort the port that it speaks to itself on
 */
record BrokerSettings(Path data, int port, int controllerPort) {

  private static final String HOST = "127.0.0.1";

  /**
   * On ports that are free now.
   *
   * @param port the port for clients; 0 for any
   * @throws IllegalStateException if that port is taken
   */
  static BrokerSettings onFreePorts(Path data, int port) {
    try (var client = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        var controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new BrokerSettings(data, client.getLocalPort(), controller.getLocalPort());
    } catch (BindException e) {
      throw new IllegalStateException(
          "The broker cannot have port %d of %s: it is taken.".formatted(port, HOST), e);
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }

  String bootstrapServers() {
    return HOST + ":" + port;
  }

  Properties toProperties() {
    var p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty("controller.quorum.bootstrap.servers", HOST + ":" + controllerPort);
    p.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPort));
    p.setProperty("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.setProperty("log.dirs", data.toString());
    p.setProperty("auto.create.topics.enable", "false");
    oneReplicaEach(p);
    shortWaits(p);
    smallHeap(p);
    return p;
  }

  private static void oneReplicaEach(Properties p) {
    p.setProperty("default.replication.factor", "1");
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("share.coordinator.state.topic.replication.factor", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
  }

  private static void shortWaits(Properties p) {
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    p.setProperty("group.min.session.timeout.ms", "1000");
    p.setProperty("broker.session.timeout.ms", "2000");
    p.setProperty("broker.heartbeat.interval.ms", "500");
    p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void smallHeap(Properties p) {
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
  }
}
