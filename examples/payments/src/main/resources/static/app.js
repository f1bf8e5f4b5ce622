'use strict';

const LOGIN = 'Basic ' + btoa('shop-a:demo');
const POLL_MILLIS = 1500;
const DELAY_MILLIS = 3000;
const REQUESTS_SHOWN = 60;
const CHARGES_SHOWN = 30;

const byId = id => document.getElementById(id);
const state = { key: '', sent: 0, chargesBefore: 0, charges: null, polls: 0, shown: 0 };

// ---- this payment

function newPayment() {
  state.key = newKey();
  state.sent = 0;
  state.chargesBefore = (state.charges || []).length;
  byId('key').textContent = state.key;
  if (state.charges) {
    showCharges();
  }
}

/** crypto.randomUUID exists on https and localhost only. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function amount() {
  return Number(byId('amount').value);
}

function money(minor, currency) {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).format(minor / 100);
  } catch {
    return minor + ' ' + currency;
  }
}

function showAmount() {
  byId('amount-shown').textContent = money(amount(), 'EUR');
}

async function pay() {
  const row = addRequest(state.key, amount());
  state.sent++;
  showScore();
  const started = performance.now();
  try {
    const response = await fetch('/payments', {
      method: 'POST',
      headers: {
        'Authorization': LOGIN,
        'Content-Type': 'application/json',
        'Idempotency-Key': '"' + state.key + '"'
      },
      body: JSON.stringify({ amount: amount(), currency: 'EUR', card: 'tok_visa' })
    });
    const body = await readJson(response);
    settle(row, outcome(response), response.status, told(body), performance.now() - started);
  } catch {
    settle(row, 'no answer', '', 'the service could not be reached', performance.now() - started);
  }
  refresh();
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

function outcome(response) {
  if (response.ok) {
    return response.headers.get('Idempotency-Replayed') === 'true' ? 'replayed' : 'executed';
  }
  return { 402: 'declined', 409: 'in progress', 422: 'mismatch', 502: 'unknown', 503: 'unavailable' }[response.status]
    || 'refused';
}

function told(body) {
  return body.charge ? 'charge ' + shorten(body.charge) : body.detail || body.title || '';
}

// ---- the list of requests

function addRequest(key, minor) {
  const row = element('li', 'request pending');
  const badge = element('span', 'badge', 'sent');
  badge.dataset.outcome = 'pending';
  row.append(
    badge,
    element('span', 'what', money(minor, 'EUR')),
    element('code', 'short', shorten(key)),
    element('span', 'time', '…'),
    element('span', 'detail', ''));
  byId('requests').prepend(row);
  while (byId('requests').children.length > REQUESTS_SHOWN) {
    byId('requests').lastElementChild.remove();
  }
  byId('no-requests').hidden = true;
  return row;
}

function settle(row, name, status, detail, millis) {
  row.classList.remove('pending');
  const badge = row.querySelector('.badge');
  badge.textContent = name;
  badge.dataset.outcome = name;
  row.querySelector('.time').textContent = (status ? status + ' · ' : '') + Math.round(millis) + ' ms';
  row.querySelector('.detail').textContent = detail;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function shorten(id) {
  return id.length > 13 ? id.slice(0, 11) + '…' : id;
}

// ---- the provider's side

async function ask(path, options) {
  const response = await fetch(path, { ...options, headers: { 'Authorization': LOGIN, ...(options || {}).headers } });
  const body = await readJson(response);
  if (!response.ok) {
    throw new Error(body.detail || 'the provider answered ' + response.status);
  }
  return body;
}

/** Where the records lie. Not worth a message if it cannot be had: the next look at the ledger fails as well. */
async function showStore() {
  try {
    const store = await ask('/store');
    byId('store').textContent = store.mode === 'joined'
      ? 'Payments and the answers for their keys commit together in ' + store.name + '.'
      : 'The answers for keys are recorded in ' + store.name + ', the payments in the database.';
  } catch {
    byId('store').textContent = '';
  }
}

/** Answers may overtake each other; only that of the newest question is shown. */
async function refresh() {
  const poll = ++state.polls;
  try {
    const [charges, faults] = await Promise.all([ask('/provider/charges'), ask('/provider/faults')]);
    if (poll < state.shown) {
      return;
    }
    state.shown = poll;
    if (state.charges === null) {
      state.chargesBefore = charges.length;
      enablePaying();
    }
    state.charges = charges;
    showCharges();
    showFaults(faults);
    byId('ledger-problem').textContent = '';
  } catch (failure) {
    byId('ledger-problem').textContent = failure instanceof TypeError ? 'the service could not be reached' : failure.message;
  }
}

function showCharges() {
  const before = state.chargesBefore;
  const items = state.charges.map((charge, index) => chargeItem(charge, index >= before)).reverse();
  byId('charges').replaceChildren(...items.slice(0, CHARGES_SHOWN));
  byId('total').textContent = state.charges.length;
  byId('no-charges').hidden = items.length > 0;
  byId('more').textContent = items.length > CHARGES_SHOWN ? 'and ' + (items.length - CHARGES_SHOWN) + ' older ones' : '';
  showScore();
}

function chargeItem(charge, isNew) {
  const item = element('li', isNew ? 'charge new' : 'charge');
  item.append(
    element('span', 'what', money(charge.amount, charge.currency)),
    element('code', 'short', shorten(charge.id)),
    element('span', 'time', new Date(charge.at).toLocaleTimeString()),
    element('span', 'detail', charge.idempotencyKey ? 'derived key ' + charge.idempotencyKey : 'without a key'));
  return item;
}

function showScore() {
  const charged = state.charges === null ? 0 : Math.max(0, state.charges.length - state.chargesBefore);
  byId('sent').textContent = state.sent;
  byId('sent-label').textContent = state.sent === 1 ? 'request sent' : 'requests sent';
  byId('charged').textContent = charged;
  byId('charged-label').textContent = charged === 1 ? 'charge made' : 'charges made';
  byId('charged-box').dataset.verdict = charged === 1 ? 'once' : charged > 1 ? 'more' : 'none';
  byId('verdict').textContent = verdict(charged);
}

function verdict(charged) {
  if (state.sent === 0) {
    return 'Nothing sent yet.';
  }
  if (charged === 0) {
    return 'Not charged yet. Paying again with the same key is safe.';
  }
  return charged === 1 ? 'Charged once.' : 'Charged more than once.';
}

/** Before the first look at the ledger nobody could tell which charges are new. */
function enablePaying() {
  for (const id of ['pay', 'pay-ten', 'pay-other']) {
    byId(id).disabled = false;
  }
}

function showFaults(faults) {
  byId('lose').checked = faults.loseAnswers > 0;
  byId('delay').checked = faults.delayMillis > 0;
  byId('unavailable').checked = faults.unavailable > 0;
}

async function setFaults() {
  const wanted = {
    loseAnswers: byId('lose').checked ? 1 : 0,
    delayMillis: byId('delay').checked ? DELAY_MILLIS : 0,
    unavailable: byId('unavailable').checked ? 1 : 0
  };
  try {
    await ask('/provider/faults', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(wanted)
    });
    byId('fault-problem').textContent = '';
  } catch (failure) {
    byId('fault-problem').textContent = failure.message;
  }
  refresh();
}

// ---- wiring

byId('amount').addEventListener('input', showAmount);
byId('pay').addEventListener('click', pay);
byId('pay-ten').addEventListener('click', () => {
  for (let i = 0; i < 10; i++) {
    pay();
  }
});
byId('pay-other').addEventListener('click', () => {
  byId('amount').value = amount() + 100;
  showAmount();
  pay();
});
byId('new-payment').addEventListener('click', newPayment);
for (const id of ['lose', 'delay', 'unavailable']) {
  byId(id).addEventListener('change', setFaults);
}
setInterval(() => {
  if (!document.hidden) {
    refresh();
  }
}, POLL_MILLIS);

showAmount();
newPayment();
showScore();
showStore();
refresh();
