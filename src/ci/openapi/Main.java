import java.util.List;

import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.CorporaApi;
import org.openapitools.client.api.InferenceApi;
import org.openapitools.client.api.TrainingApi;
import org.openapitools.client.model.CorpusDetails;
import org.openapitools.client.model.GenerationRequest;
import org.openapitools.client.model.NewTrainingJob;
import org.openapitools.client.model.SomeHyperparameters;
import org.openapitools.client.model.TrainingJob;

/** The main job by the client that openapi-generator generates: upload a text, train, generate. */
class Main {

	public static void main(String[] arguments) throws Exception {
		ApiClient client = new ApiClient();
		client.updateBaseUri(arguments[0]);
		String text = "To be, or not to be: that is the question. ".repeat(50);
		CorpusDetails corpus = new CorporaApi(client).uploadCorpus("generated", null, null, null, null, null, null, text);
		TrainingApi training = new TrainingApi(client);
		TrainingJob job = training.train(new NewTrainingJob().corpus(corpus.getId())
			.model("generated-java")
			.preset(NewTrainingJob.PresetEnum.TINY)
			.tags(List.of("generated"))
			.hyperparameters(new SomeHyperparameters().layers(1)
				.hiddenSize(8)
				.batchSize(2)
				.sequenceLength(10)
				.maxIterations(20L)));
		while (job.getStatus() == TrainingJob.StatusEnum.QUEUED || job.getStatus() == TrainingJob.StatusEnum.RUNNING) {
			Thread.sleep(100);
			job = training.showTrainingJob(job.getId());
		}
		InferenceApi inference = new InferenceApi(client);
		String generated = inference
			.generate(job.getResult(), new GenerationRequest().prompt("To be").maxCharacters(10).seed(1L))
			.getGenerations()
			.get(0)
			.getText();
		int refused = 0;
		try {
			inference.generate(job.getResult(), new GenerationRequest().prompt("\u2620"));
		}
		catch (ApiException ex) {
			refused = ex.getCode();
		}
		System.out.println(generated.length() + " " + refused);
	}

}
