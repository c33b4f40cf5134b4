package io.charrnn.architecture;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.charrnn.CharRnnServer;
import io.charrnn.workspace.WorkspaceSql;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final String PROTOBUF = "org.nd4j.shade.protobuf..";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackagesOf(CharRnnServer.class);

	@Test
	void findsTheClasses() {
		assertThat(CLASSES.contain(CharRnnServer.class)).isTrue();
		assertThat(CLASSES).hasSizeGreaterThan(60);
		assertThat(CLASSES.stream().filter(resideInAnyPackage("io.charrnn.model.dl4j.."))).isNotEmpty();
		assertThat(CLASSES.stream().filter((type) -> type.isMetaAnnotatedWith(Controller.class))).isNotEmpty();
	}

	@Test
	void theRootPackageStartsTheServiceAndHoldsNothingElse() {
		check(noClasses().that()
			.resideInAPackage("io.charrnn")
			.should()
			.notHaveFullyQualifiedName(CharRnnServer.class.getName())
			.andShould()
			.notHaveSimpleName("package-info"));
	}

	@Test
	void onlyOnePackageKnowsDl4j() {
		check(noClasses().that()
			.resideOutsideOfPackage("io.charrnn.model.dl4j..")
			.should()
			.dependOnClassesThat(
					resideInAnyPackage("org.deeplearning4j..", "org.nd4j..").and(not(resideInAPackage(PROTOBUF)))));
	}

	/** ONNX's messages are made of it. */
	@Test
	void onlyExportKnowsProtobuf() {
		check(noClasses().that()
			.resideOutsideOfPackage("io.charrnn.model.format..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(PROTOBUF, "onnx.."));
	}

	@Test
	void modelIsPlainJava() {
		check(noClasses().that()
			.resideInAPackage("io.charrnn.model..")
			.and()
			.doNotHaveSimpleName("package-info")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "jakarta.."));
	}

	/** Spark's executors have nothing but the JDK and native libraries for products. */
	@Test
	void whatExecutorsUseReachesNothingElse() {
		check(noClasses().that()
			.resideInAnyPackage("io.charrnn.cluster.protocol..", "io.charrnn.model.round..", "io.charrnn.model.train..",
					"io.charrnn.model.product..")
			.and()
			.doNotHaveSimpleName("package-info")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.charrnn.model.dl4j..", "io.charrnn.model.format..", "io.charrnn.model.step..",
					"org.springframework..", "org.slf4j..", "tools.jackson.."));
	}

	@Test
	void controllersAreNobodysBusiness() {
		check(classes().that().areMetaAnnotatedWith(Controller.class).should().bePackagePrivate());
	}

	@Test
	void onlyControllersAndWhatServesThemKnowHttp() {
		check(noClasses().that()
			.resideInAnyPackage("io.charrnn.content..", "io.charrnn.model..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet.."));
	}

	/** Tomcat loses asynchronous ones whose clients have gone. */
	@Test
	void requestsAreAnsweredByTheirOwnThreads() {
		check(noClasses().should()
			.dependOnClassesThat()
			.areAssignableTo(ResponseBodyEmitter.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(DeferredResult.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(StreamingResponseBody.class)
			.orShould()
			.callMethod(ServletRequest.class, "startAsync"));
	}

	@Test
	void packagesDependOnEachOtherOneWayOnly() {
		check(SlicesRuleDefinition.slices().matching("io.charrnn.(**)").should().beFreeOfCycles());
	}

	/** The others speak of tables whose rows have no workspace. */
	@Test
	void rowsOfWorkspacesAreReachedOneWay() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.charrnn.workspace..", "io.charrnn.content..", "io.charrnn.process..",
					"io.charrnn.access..")
			.and()
			.doNotHaveSimpleName("Alphabets")
			.and()
			.doNotHaveSimpleName("Replicas")
			.and()
			.doNotHaveSimpleName("Strays")
			.and()
			.doNotHaveSimpleName("Takeover")
			.and()
			.doNotHaveSimpleName("QueueConfiguration")
			.and()
			.doNotHaveSimpleName("JobQueue")
			.should()
			.dependOnClassesThat()
			.areAssignableTo(JdbcClient.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(JdbcOperations.class));
	}

	/**
	 * What counts for all, sweeps, or finds out whose something is; none of it answers a
	 * client with rows.
	 */
	@Test
	void fewLookIntoAllWorkspaces() {
		Set<String> methods = CLASSES.stream()
			.flatMap((type) -> type.getMethodCallsFromSelf().stream())
			.filter((call) -> call.getTargetOwner().isEquivalentTo(WorkspaceSql.class)
					&& call.getTarget().getName().equals("everywhere"))
			.map((call) -> call.getOriginOwner().getSimpleName() + "." + call.getOrigin().getName())
			.collect(Collectors.toSet());
		assertThat(methods).containsExactlyInAnyOrder("Corpora.checkRoom", "ModelQuota.check", "Models.findShared",
				"Models.pinned", "Models.sharedRows", "RemovedJobs.deleteSome", "RemovedJobs.removed",
				"RemovedJobs.work", "Retention.beyond", "Searches.countUnfinished", "Searches.deleteForgotten",
				"Searches.running", "Sessions.count", "Sessions.sweep", "Settlement.settle",
				"TrainingJobs.countByStatus", "TrainingJobs.countUnfinished", "TrainingJobs.workspaceOf");
	}

	@Test
	void logsThroughSlf4j() {
		check(GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
		check(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
	}

	@Test
	void injectsThroughConstructors() {
		check(GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
	}

	@Test
	void asksTheClockForTheTime() {
		check(noClasses().should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(LocalDateTime.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis"));
	}

	@Test
	void namesSayWhatAClassIs() {
		check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Manager|Helper)"));
	}

	@Test
	void stateIsNotGlobal() {
		check(noFields().that().areStatic().should(new ArchCondition<JavaField>("be variable") {

			@Override
			public void check(JavaField field, ConditionEvents events) {
				boolean variable = !field.getModifiers().contains(JavaModifier.FINAL);
				events.add(new SimpleConditionEvent(field, variable, field.getFullName()));
			}

		}));
	}

	@Test
	void everyPackageIsNullMarked() {
		Set<JavaPackage> packages = CLASSES.getPackage("io.charrnn").getSubpackagesInTree();
		assertThat(packages).filteredOn((candidate) -> !candidate.getClasses().isEmpty())
			.allSatisfy((candidate) -> assertThat(candidate.isAnnotatedWith(NullMarked.class)).as(candidate.getName())
				.isTrue());
	}

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

}
