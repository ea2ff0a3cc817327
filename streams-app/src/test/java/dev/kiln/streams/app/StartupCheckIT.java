package dev.kiln.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.streams.broker.LocalBroker;
import dev.kiln.streams.startup.Findings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Against a real broker that lets the client named kiln do only what rules allow, while the plain
 * port is for the superuser.
 */
class StartupCheckIT {

  private static final String PRINCIPAL = "User:kiln";
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"kiln\" password=\"%s\"";

  private static final String NO_TRANSACTIONS =
      "This client may not use transactional ids that begin with acl; allow it Write on them (a prefixed rule).";

  private static int securedPort;
  private static LocalBroker broker;
  private static Admin superuser;

  @BeforeAll
  static void startBroker() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      securedPort = socket.getLocalPort();
    }
    broker = LocalBroker.with(StartupCheckIT::secured);
    superuser = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stopBroker() {
    superuser.close();
    broker.close();
  }

  private static void secured(Properties p) {
    append(p, "listeners", ",SASL_PLAINTEXT://127.0.0.1:" + securedPort);
    append(p, "advertised.listeners", ",SASL_PLAINTEXT://127.0.0.1:" + securedPort);
    append(p, "listener.security.protocol.map", ",SASL_PLAINTEXT:SASL_PLAINTEXT");
    p.setProperty("sasl.enabled.mechanisms", "PLAIN");
    p.setProperty(
        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
        LOGIN.formatted("kiln") + " user_kiln=\"kiln\";");
    p.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    p.setProperty("security.inter.broker.protocol", "PLAINTEXT");
    p.setProperty("super.users", "User:ANONYMOUS");
  }

  private static void append(Properties p, String name, String more) {
    p.setProperty(name, p.getProperty(name) + more);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws Exception {
    create(
        new NewTopic("all-requests", 3, (short) 1),
        new NewTopic("all-samples", 1, (short) 1).configs(Map.of("max.message.bytes", "2000")),
        new NewTopic("all-in-flight-changelog", 2, (short) 1));
    Properties properties = properties("all");
    properties.put("producer.transaction.timeout.ms", "1800000");

    try (var generation = new SlowGeneration(1);
        var app = new KilnApp(new KilnConfig(properties), generation)) {
      StartupException thrown = catchThrowableOfType(StartupException.class, app::start);

      assertThat(thrown.sentences())
          .hasSize(4)
          .anySatisfy(s -> assertThat(s).startsWith("No topic all-failures at 127.0.0.1"))
          .anySatisfy(
              s ->
                  assertThat(s)
                      .startsWith("The topic all-samples takes records of at most 2000 bytes"))
          .anySatisfy(
              s ->
                  assertThat(s)
                      .startsWith(
                          "The topic all-in-flight-changelog of the store has 2 partitions"))
          .anySatisfy(
              s ->
                  assertThat(s)
                      .startsWith(
                          "transaction.timeout.ms is 1800000, the brokers allow at most 900000"));
    }
  }

  @Test
  void nothingIsCreatedWhereSomethingElseIsWrong() throws Exception {
    create(new NewTopic("half-in-flight-changelog", 2, (short) 1));
    Properties properties = properties("half");
    properties.put("kiln.topics.create", "true");

    assertThat(new StartupCheck(new KilnConfig(properties)).look().problems()).hasSize(1);
    assertThat(superuser.listTopics().names().get(10, TimeUnit.SECONDS))
        .doesNotContain("half-requests");
  }

  @Test
  void permissionsAreNamedOneByOneUntilAllAreThere() throws Exception {
    create(
        new NewTopic("acl-requests", Optional.of(2), Optional.empty()),
        new NewTopic("acl-samples", Optional.of(2), Optional.empty()),
        new NewTopic("acl-failures", Optional.of(2), Optional.empty()));
    var check = new StartupCheck(new KilnConfig(secured("acl", "kiln")));

    allow(ResourceType.TOPIC, "acl-samples", PatternType.LITERAL, AclOperation.DESCRIBE);
    assertThat(check.look().problems())
        .contains(
            "This client lacks Read on the topic acl-requests; it may do nothing there.",
            "This client lacks Write on the topic acl-samples; it may do Describe.",
            "This client lacks Write on the topic acl-failures; it may do nothing there.",
            "This client lacks Read and Write on the topic acl-in-flight-changelog; it may do nothing there.",
            "This client lacks Read on the group acl; it may do nothing there.");

    allow(ResourceType.TOPIC, "acl", PatternType.PREFIXED, AclOperation.READ, AclOperation.WRITE);
    allow(ResourceType.GROUP, "acl", PatternType.LITERAL, AclOperation.READ);
    assertThat(check.look().problems())
        .containsExactly(
            "The topic acl-in-flight-changelog of the store cannot be created: this client lacks Create on it.",
            NO_TRANSACTIONS);

    allow(
        ResourceType.TOPIC,
        "acl",
        PatternType.PREFIXED,
        AclOperation.CREATE,
        AclOperation.DESCRIBE_CONFIGS);
    assertThat(check.look().problems()).containsExactly(NO_TRANSACTIONS);

    allow(ResourceType.TRANSACTIONAL_ID, "acl", PatternType.PREFIXED, AclOperation.WRITE);
    Findings found = check.look();
    assertThat(found.problems()).isEmpty();
  }

  @Test
  void aWrongPasswordIsNotTakenForAnAbsentBroker() throws Exception {
    assertThat(new StartupCheck(new KilnConfig(secured("no", "guessed"))).look().problems())
        .singleElement()
        .asString()
        .startsWith("The brokers at 127.0.0.1:" + securedPort + " refuse this client: ")
        .doesNotContain("guessed");
  }

  private static Properties secured(String name, String password) {
    Properties properties = properties(name);
    properties.put("bootstrap.servers", "127.0.0.1:" + securedPort);
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put("sasl.jaas.config", LOGIN.formatted(password) + ";");
    return properties;
  }

  private static void create(NewTopic... topics) throws Exception {
    superuser.createTopics(List.of(topics)).all().get(10, TimeUnit.SECONDS);
  }

  private static void allow(
      ResourceType type, String name, PatternType pattern, AclOperation... operations)
      throws Exception {
    List<AclBinding> rules = new ArrayList<>();
    for (AclOperation operation : operations) {
      rules.add(
          new AclBinding(
              new ResourcePattern(type, name, pattern),
              new AccessControlEntry(PRINCIPAL, "*", operation, AclPermissionType.ALLOW)));
    }
    superuser.createAcls(rules).all().get(10, TimeUnit.SECONDS);
  }

  private static Properties properties(String name) {
    var p = new Properties();
    p.put("bootstrap.servers", broker.bootstrapServers());
    p.put("schema.registry.url", "http://127.0.0.1:1");
    p.put("application.id", name);
    p.put("kiln.requests.topic", name + "-requests");
    p.put("kiln.samples.topic", name + "-samples");
    p.put("kiln.failures.topic", name + "-failures");
    return p;
  }
}
