value = 0; stats {@data@} using (value = @value@, 0) nooutput; print @gamma@, value
