'use strict';

// Times in the zone of the reader; the title keeps UTC
function localTimes(root) {
	for (const time of root.querySelectorAll('time[datetime]')) {
		const date = new Date(time.dateTime);
		if (!isNaN(date) && !time.title) {
			time.title = time.textContent;
			const two = (number) => String(number).padStart(2, '0');
			time.textContent = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `
				+ `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
		}
	}
}

// Actions ask first
document.addEventListener('click', (event) => {
	const button = event.target.closest('button');
	if (button?.dataset.dialog) {
		document.getElementById(button.dataset.dialog).showModal();
	}
	else if (button && 'close' in button.dataset) {
		button.closest('dialog').close();
	}
});

document.addEventListener('input', (event) => {
	if (event.target.matches('textarea[name=data]')) {
		let problem = '';
		try {
			JSON.parse(event.target.value.trim() || 'null');
		}
		catch (error) {
			problem = 'This is no valid JSON.';
		}
		event.target.setCustomValidity(problem);
	}
});

// A second click while the first one is under way does nothing
document.addEventListener('submit', (event) => {
	if (event.target.method === 'post') {
		if (event.target.dataset.sent) {
			event.preventDefault();
		}
		event.target.dataset.sent = 'true';
	}
});

window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]')
	.forEach((form) => delete form.dataset.sent));

// Pages that show what changes
function live() {
	const body = document.body;
	const pause = document.getElementById('pause');
	const message = document.getElementById('live');
	let paused = false;
	let state = body.dataset.state;
	let status = document.querySelector('#summary .badge')?.textContent;
	let failed = false;

	function say(text) {
		if (message.textContent !== text) {
			message.textContent = text;
		}
	}

	function isInUse(section) {
		return section.contains(document.activeElement) && document.activeElement !== document.body
			|| section.querySelector('dialog[open]') !== null;
	}

	// What the reader has opened and where they have scrolled to stays
	function keep(section, fresh) {
		const before = section.querySelectorAll('details');
		fresh.querySelectorAll('details').forEach((details, index) => {
			details.open = before[index] ? before[index].open : details.open;
		});
		return Array.from(section.querySelectorAll('.diagram, pre'), (box) => [box.scrollLeft, box.scrollTop]);
	}

	async function get(address) {
		const response = await fetch(address, { redirect: 'error', credentials: 'same-origin' });
		if (!response.ok) {
			throw new Error(response.statusText);
		}
		return response;
	}

	// Sections that are in use stay as they are, and the next look tries again
	async function replace() {
		const text = await (await get(location.href.split('#')[0])).text();
		const page = new DOMParser().parseFromString(text, 'text/html');
		let all = true;
		for (const section of document.querySelectorAll('[data-section]')) {
			const fresh = page.getElementById(section.id);
			if (fresh && isInUse(section)) {
				all = false;
			}
			else if (fresh) {
				localTimes(fresh);
				const scrolls = keep(section, fresh);
				if (fresh.innerHTML !== section.innerHTML) {
					section.replaceWith(document.adoptNode(fresh));
					fresh.querySelectorAll('.diagram, pre').forEach((box, index) => {
						[box.scrollLeft, box.scrollTop] = scrolls[index] || [0, 0];
					});
				}
			}
		}
		return all;
	}

	async function look() {
		if (!paused && !document.hidden) {
			try {
				const news = await (await get(body.dataset.poll)).json();
				for (const [name, text] of Object.entries(news.texts || {})) {
					for (const element of document.querySelectorAll(`[data-live="${CSS.escape(name)}"]`)) {
						element.textContent = text;
					}
				}
				if (news.state !== state && await replace()) {
					state = news.state;
				}
				if (failed) {
					say('Updates work again.');
				}
				else if (news.status && news.status !== status) {
					say(`The workflow is ${news.status.toLowerCase()} now.`);
				}
				status = news.status;
				failed = false;
			}
			catch (error) {
				failed = true;
				say('There are no updates at the moment. Reload the page if this lasts.');
			}
		}
		setTimeout(look, 3000);
	}

	pause.hidden = false;
	pause.addEventListener('click', () => {
		paused = !paused;
		pause.setAttribute('aria-pressed', String(paused));
		say(paused ? 'Updates are paused.' : '');
	});
	setTimeout(look, 3000);
}

localTimes(document);
if (document.body.dataset.poll) {
	live();
}
