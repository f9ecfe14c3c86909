package io.wfe.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a check has found.
 *
 * @param lost what was acknowledged and is not there
 * @param duplicated what has happened more than once
 * @param wrong what must not be
 */
record Findings(Set<String> lost, Set<String> duplicated, Set<String> wrong) {

	Findings() {
		this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
	}

	void lost(String what) {
		this.lost.add("lost: " + what);
	}

	void duplicated(String what) {
		this.duplicated.add("duplicated: " + what);
	}

	void wrong(String what) {
		this.wrong.add("wrong: " + what);
	}

	List<String> all() {
		List<String> all = new ArrayList<>(this.lost);
		all.addAll(this.duplicated);
		all.addAll(this.wrong);
		return all;
	}

}
