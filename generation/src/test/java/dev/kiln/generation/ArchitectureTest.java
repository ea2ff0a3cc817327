package dev.kiln.generation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows inside the engine: a package imports only those that data passed before it. */
class ArchitectureTest {

  private static final String ROOT = "dev.kiln.generation.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.kiln.generation");

  @Test
  void dataWalksOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("message")
        .definedBy(ROOT + "message")
        .layer("tensor")
        .definedBy(ROOT + "tensor")
        .layer("noise")
        .definedBy(ROOT + "noise")
        .layer("card")
        .definedBy(ROOT + "card")
        .layer("row")
        .definedBy(ROOT + "row")
        .layer("text")
        .definedBy(ROOT + "text")
        .layer("request")
        .definedBy(ROOT + "request")
        .layer("sampler")
        .definedBy(ROOT + "sampler")
        .layer("network")
        .definedBy(ROOT + "network")
        .layer("profile")
        .definedBy(ROOT + "profile")
        .layer("call")
        .definedBy(ROOT + "call")
        .layer("stage")
        .definedBy(ROOT + "stage")
        .layer("engine")
        .definedBy(ROOT + "engine")
        .layer("output")
        .definedBy(ROOT + "output")
        .whereLayer("message")
        .mayNotAccessAnyLayer()
        .whereLayer("engine")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("output")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("stage")
        .mayOnlyBeAccessedByLayers("engine")
        .whereLayer("profile")
        .mayOnlyBeAccessedByLayers("engine")
        .whereLayer("call")
        .mayOnlyBeAccessedByLayers("engine")
        .whereLayer("network")
        .mayOnlyBeAccessedByLayers("profile", "call", "stage", "engine")
        .whereLayer("sampler")
        .mayOnlyBeAccessedByLayers("stage", "engine")
        .whereLayer("noise")
        .mayOnlyBeAccessedByLayers("stage", "engine")
        .whereLayer("request")
        .mayOnlyBeAccessedByLayers("stage", "engine", "output")
        .whereLayer("row")
        .mayOnlyBeAccessedByLayers("engine", "output")
        .whereLayer("text")
        .mayOnlyBeAccessedByLayers("engine")
        .whereLayer("card")
        .mayOnlyBeAccessedByLayers("row", "text", "profile", "stage", "engine", "output")
        .check(CLASSES);
  }

  @Test
  void onnxRuntimeStaysBehindOneDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "network")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(CLASSES);
  }

  @Test
  void theEngineKnowsNeitherKafkaNorTraining() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "org.bytedeco..", "org.apache.avro..")
        .check(CLASSES);
  }
}
