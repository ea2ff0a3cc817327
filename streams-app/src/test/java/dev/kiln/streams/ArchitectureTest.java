package dev.kiln.streams;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md point one way. */
class ArchitectureTest {

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.kiln.streams", "dev.kiln.schemas", "dev.kiln.storage");
  }

  @Test
  void nobodyHereSeesOnnxRuntime() {
    noClasses().should().dependOnClassesThat().resideInAPackage("ai.onnxruntime..").check(classes);
  }

  @Test
  void contractsDependOnNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("dev.kiln.schemas..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.kiln.streams..", "dev.kiln.generation..", "dev.kiln.storage..")
        .check(classes);
  }

  @Test
  void storageKnowsNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("dev.kiln.storage..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.kiln..").and(resideOutsideOfPackage("dev.kiln.storage..")))
        .check(classes);
  }

  @Test
  void packagesFormALine() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("cli")
        .definedBy("dev.kiln.streams.cli..")
        .layer("demo")
        .definedBy("dev.kiln.streams.demo..")
        .layer("augment")
        .definedBy("dev.kiln.streams.augment..")
        .layer("app")
        .definedBy("dev.kiln.streams.app..")
        .layer("startup")
        .definedBy("dev.kiln.streams.startup..")
        .layer("operations")
        .definedBy("dev.kiln.streams.operations..")
        .layer("page")
        .definedBy("dev.kiln.streams.page..")
        .layer("tracing")
        .definedBy("dev.kiln.streams.tracing..")
        .layer("metrics")
        .definedBy("dev.kiln.streams.metrics..")
        .layer("http")
        .definedBy("dev.kiln.streams.http..")
        .layer("topology")
        .definedBy("dev.kiln.streams.topology..")
        .layer("contract")
        .definedBy("dev.kiln.streams.contract..")
        .layer("inflight")
        .definedBy("dev.kiln.streams.inflight..")
        .layer("secrets")
        .definedBy("dev.kiln.streams.secrets..")
        .whereLayer("secrets")
        .mayNotAccessAnyLayer()
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("augment")
        .mayOnlyBeAccessedByLayers("cli", "demo")
        .whereLayer("app")
        .mayOnlyBeAccessedByLayers("cli", "demo", "augment")
        .whereLayer("startup")
        .mayOnlyBeAccessedByLayers("app", "cli")
        .whereLayer("topology")
        .mayOnlyBeAccessedByLayers("startup", "metrics", "tracing", "app", "augment", "cli", "demo")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("operations", "page", "app", "cli", "demo")
        .whereLayer("tracing")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("operations")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("page")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("operations", "page", "app")
        .whereLayer("contract")
        .mayOnlyBeAccessedByLayers("topology", "tracing", "cli")
        .whereLayer("inflight")
        .mayOnlyBeAccessedByLayers("topology", "contract", "tracing")
        .check(classes);
  }

  @Test
  void theBrokerStandsAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.kiln.streams.broker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.kiln.streams.app..",
            "dev.kiln.streams.topology..",
            "dev.kiln.streams.demo..",
            "dev.kiln.streams.cli..")
        .check(classes);
  }

  @Test
  void thereAreNoCircles() {
    slices().matching("dev.kiln.streams.(*)..").should().beFreeOfCycles().check(classes);
  }
}
