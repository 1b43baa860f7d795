a@k@ = w@k@ = 0; stats {@data@} using (w@k@ = ($0 == 0 ? {@data@:w_par_@k@} : w@k@), a@k@ = ($0 == 0 ? {@data@:a_@k@} : a@k@), 0) nooutput
