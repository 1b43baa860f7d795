value = nu = 0; stats {@data@} using (value = {@data@:e_train}, nu = {@data@:nu}, 0) nooutput; print @gamma@, value, nu
