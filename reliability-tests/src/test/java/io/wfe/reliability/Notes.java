package io.wfe.reliability;

import java.util.ArrayList;
import java.util.List;

/**
 * The data of the workflows of a {@link Mix}.
 */
final class Notes {

	/** The id of the instance that was started. */
	public String key = "";

	/** The key of the event that many instances wait for. */
	public String group = "";

	/** What has been done: a step and its run, or what came from outside. */
	public List<String> log = new ArrayList<>();

	static Notes of(String key, String group) {
		Notes notes = new Notes();
		notes.key = key;
		notes.group = group;
		return notes;
	}

	Notes add(String entry) {
		this.log.add(entry);
		return this;
	}

}
