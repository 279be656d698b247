// What a form does when it is sent.
import {show} from "./dom.mjs";
import {trouble} from "./notices.mjs";

/**
 * The listener of a form: while `work` is done its button waits, and what `work` throws is shown at `problem`. The
 * button stays as it is where all went well: the form is gone then, unless `again`.
 */
export const submitting = (button, problem, work, {again = false} = {}) => async (event) => {
  event.preventDefault();
  button.disabled = true;
  problem.replaceChildren();
  try {
    await work();
    button.disabled = !again;
  } catch (error) {
    show(problem, trouble(error));
    button.disabled = false;
  }
};
