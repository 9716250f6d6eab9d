// Mounts the client into the page.

import { mount } from 'svelte';
import App from './App.svelte';
import './tokens.css';
import './base.css';
import './controls.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app element');
mount(App, { target });
